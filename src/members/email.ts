/** An e-mail address as members sign in with it, in small letters; undefined: it is none. */
export const readEmail = (text: string): string | undefined => {
  const address = text.trim().toLowerCase();
  return /^[^\s@<>"']+@[^\s@<>"']+$/.test(address) && address.length <= 254 ? address : undefined;
};
