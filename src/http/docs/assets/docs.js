// Adds a copy button to every piece of code. The pages are complete without it.
const { document, navigator, setTimeout } = globalThis;

const COPIED_MS = 2000;

const addCopyButton = (figure) => {
  const code = figure.querySelector('code');
  const caption = figure.querySelector('figcaption');
  if (code === null || caption === null) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', `Copy: ${caption.textContent}`);
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(code.textContent).then(
      () => {
        show(button, 'Copied');
      },
      () => {
        show(button, 'Not allowed');
      },
    );
  });
  caption.append(button);
};

const show = (button, text) => {
  button.textContent = text;
  setTimeout(() => {
    button.textContent = 'Copy';
  }, COPIED_MS);
};

// Browsers give the clipboard to secure pages only: https, or this very machine.
if (navigator.clipboard !== undefined) document.querySelectorAll('figure.code').forEach(addCopyButton);

// The key that search fields of documentation have everywhere.
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select, [contenteditable]') !== null) return;
  event.preventDefault();
  document.querySelector('.search input').focus();
});
