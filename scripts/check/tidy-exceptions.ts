/** `files`: one path, or a pattern of paths; `why`: what the reader should know before he takes the line away. */
export type Allowance = { readonly files: string | RegExp; readonly why: string };

export type Exceptions = Readonly<
  Record<'longLines' | 'longFiles' | 'lostWords' | 'undefinedAnswers', readonly Allowance[]>
>;

const because = (why: string, files: readonly (string | RegExp)[]): readonly Allowance[] =>
  files.map((one) => ({ files: one, why }));

/** What is not as `scripts/check/tidy.ts` wants it. These lists only get shorter. */
export const EXCEPTIONS: Exceptions = {
  longLines: [
    ...because('SQL in stores, on its way to statements that stand as text', [
      /^src\/.*(?:-|\/)(?:store|sql)\.ts$/,
      /^src\/flow\/statements\//,
      'src/events/outbox.ts',
    ]),
    ...because('sentences of customers, a line each, so that the languages can be laid side by side', [
      /^src\/http\/checkout\/catalogs\//,
    ]),
    ...because('templates of pages, where the end of a line shows', [
      /^src\/http\/checkout\/(?!catalogs)/,
      /^src\/http\/docs\//,
      /^simulators\/.*(?:page|pages|html)\.ts$/,
      'examples/online-store/src/developer-panel.ts',
    ]),
    ...because('one or a few lines, not looked at yet', [
      'bench/main.ts',
      'bench/options.ts',
      'bench/world/fill.ts',
      'packages/cli/src/operator/commands/vault-rotate.test.ts',
      'packages/sdk/src/published.test.ts',
      'packages/sdk/src/returns.test.ts',
      'scripts/interop/judges.ts',
      'scripts/statements/exceptions.ts',
      'scripts/explain/fill.ts',
      'simulators/threeds/browser.test.ts',
      'simulators/threeds/main.ts',
      'src/admin.ts',
      'src/admin/doctor.ts',
      'src/audit/audit.test.ts',
      'src/card/test-cards.ts',
      'src/config-process.ts',
      'src/db/unavailable.ts',
      'src/flow/payment/authorize.ts',
      'src/flow/waiting.fixture.ts',
      'src/http/api/payment-methods.ts',
      'src/http/kernel/return-address.ts',
      'src/vault/hpke.test.ts',
      'src/vault/key-encryption-key.ts',
      'src/webhooks/log.ts',
      'test/browser/page-checks.ts',
      'test/browser/three-d-secure-method.test.ts',
      'test/scenarios/card-testing.test.ts',
      'test/scenarios/database-sessions.test.ts',
      'test/scenarios/lenient-input.test.ts',
      'test/support/contract.ts',
      'test/support/webhook-sink.ts',
    ]),
  ],
  longFiles: [
    ...because('more than one subject, not divided yet', [
      'packages/sdk/src/client.test.ts',
      'src/http/checkout/three-d-secure.test.ts',
      'test/browser/checkout-page.test.ts',
      'test/browser/saved-cards.test.ts',
      'test/browser/three-d-secure.test.ts',
      'test/scenarios/lenient-input.test.ts',
      'test/scenarios/unknown-outcomes.test.ts',
      'test/scenarios/wrong-input.test.ts',
    ]),
    ...because('says of the whole API that every operation was called', ['test/scenarios/sdk.test.ts']),
  ],
  lostWords: [],
  undefinedAnswers: [
    ...because('answers undefined where it could say why', [
      'src/flow/authentication/ask.ts',
      'src/flow/authentication/follow.ts',
      'src/flow/page/choose-card.ts',
      'src/flow/continue-payment.ts',
      'src/flow/pay-cleared.ts',
      'src/flow/page/pay-result.ts',
      'src/flow/payment-method/remove-saved.ts',
      'src/flow/page/ticket.ts',
    ]),
  ],
};
