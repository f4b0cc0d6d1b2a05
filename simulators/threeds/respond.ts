import type { ServerResponse } from 'node:http';
import { JSON_TYPE, sendText } from '../shared/respond.ts';

/** An answer cut in half, with a byte that no text has. */
export const sendGarbled = (response: ServerResponse, message: unknown): void => {
  const text = JSON.stringify(message);
  sendText(response, 200, { type: JSON_TYPE, text: `${text.slice(0, text.length / 2)}\u0000` });
};
