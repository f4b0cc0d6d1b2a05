let isDown = false;
let due: (() => void)[] = [];

/**
 * What moves the page waits until no button of the mouse is down: it would move what is about to be clicked from under the pointer, and
 * the click would be lost.
 */
export const whenPointerIsUp = (act: () => void): void => {
  if (isDown) due.push(act);
  else act();
};

/** Once for a page. */
export const watchPointer = (): void => {
  addEventListener(
    'pointerdown',
    () => {
      isDown = true;
    },
    { capture: true },
  );
  for (const up of ['pointerup', 'pointercancel'])
    addEventListener(
      up,
      () => {
        isDown = false;
        // The click comes after this event.
        setTimeout(() => {
          const acts = due;
          due = [];
          for (const act of acts) act();
        });
      },
      { capture: true },
    );
};
