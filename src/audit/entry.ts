import { newUuid, type IdKind, type Uuid } from '../base/id.ts';
import type { Clock } from '../base/clock.ts';
import { hmacSha256, type Keys } from '../base/keys.ts';
import type { Random } from '../base/random.ts';

/** Everything that is written down, and how people call it. */
export const auditActions = {
  'acquirerAccount.created': 'An acquirer account was set up',
  'acquirerAccount.changed': 'An acquirer account was changed',
  'acquirerAccount.rotated': 'An acquirer account got new credentials',
  'acquirerRules.changed': 'The rules of where payments go were changed',
  'apiKey.created': 'An API key was made',
  'apiKey.deleted': 'An API key was deleted',
  'capture.requested': 'A capture was asked for',
  'increment.requested': 'More was asked for on an authorization',
  'cancel.requested': 'A cancel was asked for',
  'refund.requested': 'A refund was asked for',
  'refund.approvalRequested': 'A refund above a limit was asked for, and waits for a second person',
  'refund.approved': 'A second person approved a refund',
  'refund.approvalRefused': 'A second person refused a refund',
  'event.resent': 'An event was sent again',
  'logLevel.changed': 'How much the processes of the gateway log was changed',
  'list.exported': 'A list was exported',
  'member.invited': 'A person was invited to the Personal area',
  'member.joined': 'A person who was invited chose a password',
  'member.linked': 'A sign-in link was made for a person',
  'member.passwordChanged': 'A person changed their password',
  'member.removed': 'A person was removed from the Personal area',
  'member.reportChanged': 'A person asked for the daily report, or no longer wants it',
  'member.roleChanged': 'A person got another role',
  'member.sessionEnded': 'A sign-in of a person was ended',
  'member.passkeyAdded': 'A person added a passkey',
  'member.passkeyCopied': 'A passkey was refused: its counter went back, as that of a copy does',
  'member.passkeyRemoved': 'A person removed a passkey',
  'member.signedIn': 'A person signed in to the Personal area',
  'payment.askedAbout': 'The acquirer is asked at once about an outcome that is not known',
  'merchant.created': 'The merchant was made',
  'merchant.changed': 'Settings of the merchant were changed',
  'merchant.suspended': 'The merchant was suspended',
  'merchant.resumed': 'The suspension was lifted',
  'paymentMethod.deleted': 'A stored card was deleted',
  'session.expired': 'A session was ended before its time',
  'vault.rotationBegun': 'A change of the keys of stored cards began',
  'vault.rotationEnded': 'A change of the keys of stored cards ended',
  'webhookEndpoint.created': 'A webhook endpoint was made',
  'webhookEndpoint.changed': 'A webhook endpoint was changed',
  'webhookEndpoint.deleted': 'A webhook endpoint was deleted',
  'webhookEndpoint.faultsChanged': 'What a webhook endpoint suffers in the sandbox was changed',
  'webhookEndpoint.secretRotated': 'A webhook endpoint got a new secret',
  'webhookEndpoint.secretSwitchCanceled': 'A webhook endpoint keeps its secret: a planned switch was canceled',
  'webhookEndpoint.signingKeyRotated': 'A webhook endpoint got a new ed25519 key',
  'webhookReplay.created': 'Events were ordered to be sent again to a webhook endpoint',
  'webhookReplay.canceled': 'A replay to a webhook endpoint was ended before its time',
  'chain.begun': 'The audit log of a merchant began',
} as const;
export type AuditAction = keyof typeof auditActions;

/** Who acts. `id` is a public id; `name` is for people. */
export type Actor =
  | { readonly kind: 'apiKey'; readonly id: string; readonly name: string; readonly from: Origin }
  | {
      readonly kind: 'member';
      readonly id: string;
      readonly name: string;
      readonly from: Origin;
      readonly reason?: string;
    }
  /** Somebody who runs the gateway, at its command line or signed in; `reason` is for the merchant to read. */
  | {
      readonly kind: 'operator';
      /** Of who is signed in. */
      readonly id?: string;
      readonly name: string;
      readonly from?: Origin;
      readonly reason?: string;
    }
  | { readonly kind: 'gateway' };

type Origin = { readonly address: string; readonly requestId: string };

/** What was done, to what. Before and after hold what a merchant may read in an export: no secrets, no card data. */
export type Act = {
  readonly action: AuditAction;
  readonly subject: { readonly kind: IdKind | 'vault' | 'gateway'; readonly id: string };
  readonly before?: object;
  readonly after?: object;
};

/** A row to be written, as `audit_entries` has it; `before` and `after` are JSON text. */
export type EntryInsert = {
  readonly id: string;
  readonly actor: Actor['kind'];
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly address: string | null;
  readonly request_id: string | null;
  readonly reason: string | null;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Hex. */
  readonly mac: string;
};

/** The columns that say who did what. */
export type EntryColumn =
  | 'actor'
  | 'actor_id'
  | 'actor_name'
  | 'address'
  | 'request_id'
  | 'reason'
  | 'action'
  | 'subject_kind'
  | 'subject_id'
  | 'before'
  | 'after';

export type AuditDeps = { readonly keys: Keys; readonly clock: Clock; readonly random: Random };

/** The merchant_id under which acts are kept that are no merchant's business. */
export const OPERATOR_CHAIN = '00000000-0000-0000-0000-000000000000' as Uuid<'merchant'>;

export const newEntry = (deps: AuditDeps, merchantId: string, actor: Actor, act: Act): EntryInsert => {
  const from = 'from' in actor ? actor.from : undefined;
  const entry = {
    id: newUuid<'auditEntry'>(deps),
    actor: actor.kind,
    actor_id: ('id' in actor ? actor.id : undefined) ?? null,
    actor_name: 'name' in actor ? actor.name : null,
    address: from?.address ?? null,
    request_id: from?.requestId ?? null,
    reason: ('reason' in actor ? actor.reason : undefined) ?? null,
    action: act.action,
    subject_kind: act.subject.kind,
    subject_id: act.subject.id,
    before: act.before === undefined ? null : JSON.stringify(act.before),
    after: act.after === undefined ? null : JSON.stringify(act.after),
  };
  return { ...entry, mac: macOfEntry(deps.keys, merchantId, entry).toString('hex') };
};

type EntryFields = { readonly id: string } & { readonly [column in EntryColumn]: string | null };

/** Over every column that says who did what, in this order; the time is the database's and sealed with the chain. */
export const macOfEntry = (keys: Keys, merchantId: string, entry: EntryFields): Buffer =>
  hmacSha256(
    keys.deriveKeyObject('audit-entry'),
    JSON.stringify([
      merchantId,
      entry.id,
      entry.actor,
      entry.actor_id,
      entry.actor_name,
      entry.address,
      entry.request_id,
      entry.reason,
      entry.action,
      entry.subject_kind,
      entry.subject_id,
      entry.before,
      entry.after,
    ]),
  );
