/**
 * The one script of the Personal area: asks the browser for a passkey, and posts its answer as the form that it stands
 * in. Where the browser knows no passkeys the forms stay hidden, and everything else works as without a script.
 */
const { PublicKeyCredential } = globalThis;
const { credentials } = navigator;

const ask = {
  get: (options) => credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
  create: (options) => credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
};

/** Fetched when it is wanted: a challenge ends after some minutes, and a page may be open for hours. */
const fetchChallenge = async (address) => {
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(15_000) });
  if (!answer.ok) throw new Error(`the challenge was refused: ${answer.status}`);
  return answer.json();
};

const submitWithPasskey = async (form) => {
  const mistake = form.querySelector('[role=alert]');
  const button = form.querySelector('button');
  mistake.hidden = true;
  button.disabled = true;
  try {
    const options = await fetchChallenge(form.dataset.challenge);
    const credential = await ask[form.dataset.passkey](options);
    form.elements.namedItem('answer').value = JSON.stringify(credential.toJSON());
    // Without its event, which would begin this anew.
    form.submit();
  } catch {
    // Its owner thought better of it, no key fits, or the device has one already: browsers do not always say which.
    mistake.hidden = false;
  }
  button.disabled = false;
};

if (PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined) {
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void submitWithPasskey(form);
    });
  }
  for (const hint of document.querySelectorAll('[data-without-passkeys]')) hint.hidden = true;
}
