/**
 * The statements that read or change rows of more than one merchant: what each of them calls the table, and why it may.
 * An entry that is not needed (any more) fails the test, and so does a table beyond those named here.
 */
export type Exception = { readonly untied: readonly string[]; readonly why: string };

const CLOCK =
  'the clock looks for work of all merchants; what it then changes is tied to the merchant of the row found';
const OPERATOR = "an operator's question about the whole installation; nothing of it reaches a merchant";

export const exceptions: Readonly<Record<string, Exception>> = {
  'abandon-deliveries-of-deleted': { untied: ['endpoint'], why: CLOCK },
  'abandon-old-deliveries': { untied: ['deliveries'], why: CLOCK },
  'claim-attempts-to-reconcile': { untied: ['attempts'], why: CLOCK },
  'claim-authentications-to-check': { untied: ['authentications'], why: CLOCK },
  'claim-operations-to-reconcile': { untied: ['operations'], why: CLOCK },
  'find-all-endpoints-due': { untied: ['endpoint'], why: CLOCK },
  'find-endpoints-due-lately': { untied: ['deliveries'], why: CLOCK },
  'plan-daily-reports': { untied: ['p'], why: CLOCK },
  'find-due-daily-reports': { untied: ['daily_reports'], why: CLOCK },
  'forget-daily-reports': { untied: ['daily_reports'], why: CLOCK },
  'find-figures-to-keep': { untied: ['m'], why: CLOCK },
  'find-event-feeds-with-queue': { untied: ['f'], why: CLOCK },
  'find-unswept-event-feeds': { untied: ['event_feeds'], why: CLOCK },
  'forget-event-feed-entries': { untied: ['f'], why: CLOCK },
  'end-replays-to-deleted': { untied: ['r'], why: CLOCK },
  'find-running-replays': { untied: ['r'], why: CLOCK },
  'forget-webhook-replays': { untied: ['webhook_replays'], why: CLOCK },
  'find-lapsed-payments': { untied: ['payments'], why: CLOCK },
  'find-overdue-acquirer-secrets': { untied: ['acquirer_accounts'], why: CLOCK },
  'find-overdue-sessions': { untied: ['sessions'], why: CLOCK },
  'find-payments-left-behind': { untied: ['p'], why: CLOCK },
  'find-unsealed': { untied: ['audit_queue'], why: CLOCK },
  'find-webhook-backlog': { untied: ['endpoint'], why: CLOCK },
  'forget-member-links': { untied: ['member_links'], why: CLOCK },
  'forget-passkey-challenges': { untied: ['spent_passkey_challenges'], why: CLOCK },
  'forget-member-sessions': { untied: ['member_sessions'], why: CLOCK },
  'forget-old-events': { untied: ['merchants'], why: CLOCK },
  'forget-api-requests': { untied: ['merchants'], why: CLOCK },
  'forget-old-idempotency-keys': { untied: ['idempotency_keys'], why: CLOCK },
  'forget-plain-request-hashes': { untied: ['idempotency_keys'], why: CLOCK },
  'forget-velocity-guesses': { untied: ['velocity_guesses'], why: CLOCK },
  'forget-velocity-scores': { untied: ['velocity_scores'], why: CLOCK },
  'forget-session-visitors': { untied: ['v'], why: CLOCK },
  'forget-spent-card-tokens': { untied: ['spent_card_tokens'], why: CLOCK },
  'release-followers': { untied: ['deliveries'], why: CLOCK },
  'take-probes': { untied: ['webhook_endpoints'], why: CLOCK },
  'count-cards-under-older-keys': {
    untied: ['vault_cards'],
    why: 'a count, for the operator who changes the vault key',
  },
  'find-cards-under-older-keys': { untied: ['vault_cards'], why: 'cards are sealed anew, whoever they belong to' },
  'delete-unused-vault-data-keys': {
    untied: ['c', 's'],
    why: 'a data key goes when no card and no secret of anybody is sealed under it',
  },
  'find-secrets-under-older-keys': {
    untied: ['vault_secrets'],
    why: 'secrets are sealed anew, whoever they belong to',
  },
  'find-owner-of-acquirer-account': {
    untied: ['acquirer_accounts'],
    why: 'a notification names an account by its id, which is random; its signature is what makes it believed',
  },
  'claim-acquirer-notifications': { untied: ['acquirer_notifications'], why: CLOCK },
  'forget-acquirer-notifications': { untied: ['acquirer_notifications'], why: CLOCK },
  'find-api-key-by-hash': {
    untied: ['k'],
    why: 'a request names a key and no merchant: the hash of 200 random bits finds the merchant that everything else is tied to',
  },
  'find-any-return-key': {
    untied: ['api_keys'],
    why: 'any sealed value shows whether the master key opens this database',
  },
  'find-velocity-guesses': {
    untied: ['g'],
    why: 'guesses of one card number count over all merchants; a sum is read, under a hash of the number',
  },
  'did-audit-chain-begin': { untied: ['h'], why: 'whether any chain began: nothing of a row is read' },
  'read-books-to-compare': { untied: ['attempts', 'operations'], why: OPERATOR },
  'find-audit-chains': { untied: ['audit_heads', 'audit_queue', 'audit_seals', 'audit_entries'], why: OPERATOR },
  'find-in-doubt': { untied: ['a', 'o'], why: OPERATOR },
  'count-in-doubt': { untied: ['a', 'o'], why: OPERATOR },
  'find-account-health': { untied: ['a'], why: OPERATOR },
  'count-doubt-of-accounts': { untied: ['attempts'], why: OPERATOR },
  'find-endpoint-health': { untied: ['e'], why: OPERATOR },
  'find-queues': {
    untied: ['deliveries', 'attempts', 'operations', 'sessions', 'acquirer_notifications', 'audit_queue'],
    why: OPERATOR,
  },
  'count-health': {
    untied: ['acquirer_accounts', 'acquirer_breakers', 'webhook_endpoints', 'merchants'],
    why: OPERATOR,
  },
  'find-merchants': { untied: ['merchants'], why: OPERATOR },
  'doctor-sealed-sample': { untied: ['api_keys'], why: OPERATOR },
  'doctor-work': { untied: ['deliveries', 'q'], why: OPERATOR },
};
