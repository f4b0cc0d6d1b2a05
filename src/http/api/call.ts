import type { Actor } from '../../audit/entry.ts';
import type { ApiVersion } from '../../contract/versions.ts';
import type { Caller, Grant } from '../../merchants/authenticator.ts';

/** Who calls, and in which version it wants to be answered. Set before any handler of the API runs. */
export type Call = {
  readonly caller: Caller;
  readonly version: ApiVersion;
  /** What the caller's key may do. */
  readonly grant: Grant;
  /** The caller, as the audit log names it. */
  readonly actor: Actor;
};

declare module 'fastify' {
  // Only an interface can be added to.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface FastifyRequest {
    /** Present on every route under /api2. */
    call: Call;
  }
}
