import { openBankDialog } from './bank-dialog.ts';
import { find, showProgress } from './dom.ts';
import { ticketInAddress } from './ticket.ts';
import { followPayment } from './waiting-page.ts';

/** The bank's page may be open in another tab: so this one shows it only when it is asked to, and follows in any case. */
export const startConfirmPage = (): void => {
  const path = find('confirm', HTMLElement)?.dataset['path'];
  const form = find('bank-form', HTMLFormElement);
  const button = form?.querySelector('button');
  if (path === undefined || form === undefined || !button) return;
  const leaveForm = find('leave-form', HTMLFormElement);
  let isLeaving = false;
  leaveForm?.addEventListener('submit', () => {
    isLeaving = true;
  });
  button.textContent = form.dataset['here'] ?? '';
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const passed = form.querySelector<HTMLInputElement>('[name="threeDSSessionData"]')?.value ?? '';
    const dialog = openBankDialog({ frame: `${path}/challenge`, ticket: passed === '' ? ticketInAddress() : passed });
    void dialog.left.then(() => {
      dialog.close();
      leaveForm?.requestSubmit();
    });
  });
  const showChange = (): void => {
    // The answer to leaving shows the change itself, and says more.
    if (!isLeaving) showProgress();
  };
  void followPayment({ path, authentication: 'challenging', showChange });
};
