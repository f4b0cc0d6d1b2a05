import type { WithLastResponse } from '../answer.ts';
import type { RequestOptions, Send } from '../request.ts';
import type { AccountSettings, AccountSettingsChange } from '../types.ts';

export type Settings = {
  readonly retrieve: (options?: RequestOptions) => Promise<WithLastResponse<AccountSettings>>;
  /** What is left out stays as it is. */
  readonly update: (
    input: AccountSettingsChange,
    options?: RequestOptions,
  ) => Promise<WithLastResponse<AccountSettings>>;
};

export const createSettings = (send: Send): Settings => ({
  retrieve: (options) => send<AccountSettings>({ method: 'GET', path: '/settings', options }),
  update: (input, options) => send<AccountSettings>({ method: 'PATCH', path: '/settings', body: input, options }),
});
