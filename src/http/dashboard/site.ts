import type { Uuid } from '../../base/id.ts';
import type { FlowDeps, PaymentDeps } from '../../flow/deps.ts';
import type { Session } from '../../members/session.ts';
import type { DashboardAssets } from './assets.ts';

export type DashboardDeps = PaymentDeps &
  Pick<FlowDeps, 'publicUrl' | 'urls'> & {
    readonly mode: 'sandbox' | 'live';
    /** `http://localhost:8084` */
    readonly dashboardUrl: string;
    /** The operator has set up a mail server. */
    readonly sendsMail: boolean;
    /** A key was deleted: no process lets it in any more. */
    readonly forgetApiKey: (apiKeyId: string) => void;
  };

/** What every page knows of this gateway. */
export type Site = Pick<DashboardDeps, 'mode'> & { readonly assets: DashboardAssets };

/** Who looks at a page, and of which merchant it is; of the operators' pages it is `OPERATORS`. */
export type Visit = {
  readonly merchantId: Uuid<'merchant'>;
  /** `/m/mr_…` or `/operator`, which every address of these pages begins with. */
  readonly base: string;
  readonly session: Session;
  /** For the hidden field of every form. */
  readonly formToken: string;
};
