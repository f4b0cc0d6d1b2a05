/**
 * The code of a card that a shop's server sent, sealed, behind the `#` of the page's address: no request has it. An address of an older
 * version has it before the `#`, from where it moves, so that a reload does not send it again.
 */
export const ticketInAddress = (): string => {
  const address = new URL(location.href);
  const old = address.searchParams.get('ticket');
  if (old !== null) {
    address.searchParams.delete('ticket');
    address.hash = new URLSearchParams({ ticket: old }).toString();
    history.replaceState(history.state, '', address);
  }
  return new URLSearchParams(location.hash.slice(1)).get('ticket') ?? '';
};
