// Keeps the order page true while it is open: the server says the page's version whenever something changed.
const { DOMParser, EventSource, document, location } = globalThis;

const RELOAD_MS = 5_000;
const RELOAD_AT_MOST = 60;

const refresh = async () => {
  const answer = await globalThis.fetch(location.href, { credentials: 'same-origin' });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const before = document.getElementById('order');
  const after = page.getElementById('order');
  if (before === null || after === null) return;
  const wasOpen = before.querySelector('details')?.open ?? true;
  for (const details of after.querySelectorAll('details')) details.open = wasOpen;
  // The status keeps its element, so that a screen reader hears the new text of the live region.
  const oldStatus = before.querySelector('[role=status]');
  const newStatus = after.querySelector('[role=status]');
  if (oldStatus !== null && newStatus !== null) {
    oldStatus.className = newStatus.className;
    oldStatus.replaceChildren(...newStatus.childNodes);
    newStatus.replaceWith(oldStatus);
  }
  before.dataset.version = after.dataset.version;
  before.replaceChildren(...after.childNodes);
};

const follow = () => {
  const order = document.getElementById('order');
  if (order === null) return;
  const source = new EventSource(order.dataset.live);
  source.onmessage = (message) => {
    if (message.data !== order.dataset.version) refresh().catch(() => undefined);
  };
  source.onerror = () => {
    // Closed means that the browser has given up; a broken line it repairs by itself.
    if (source.readyState === EventSource.CLOSED) reloadFromTimeToTime(RELOAD_AT_MOST);
  };
  globalThis.addEventListener('pagehide', () => source.close());
};

const reloadFromTimeToTime = (timesLeft) => {
  if (timesLeft === 0) return;
  setTimeout(() => {
    refresh().catch(() => undefined);
    reloadFromTimeToTime(timesLeft - 1);
  }, RELOAD_MS);
};

follow();
// A page that Back brings from memory has lost its line and may be old.
globalThis.addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  refresh().catch(() => undefined);
  follow();
});
