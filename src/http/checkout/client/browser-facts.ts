/** Fills the form's hidden field with what the card's issuer may want to know of this browser, and only a script can see. */
export const fillBrowserFacts = (form: HTMLFormElement): void => {
  const field = form.querySelector<HTMLInputElement>('[name="browser"]');
  if (field === null) return;
  field.value = JSON.stringify({
    javaEnabled: navigator.javaEnabled(),
    colorDepth: screen.colorDepth,
    screenHeight: screen.height,
    screenWidth: screen.width,
    timeZoneOffsetMinutes: new Date().getTimezoneOffset(),
  });
};
