/**
 * Statements whose text depends on an argument: for each file, code that gives all of its family, evaluated in the scope of that file.
 */
export const families: Readonly<Record<string, readonly string[]>> = {
  // Names tables that PostgreSQL's own catalogue gave; no row of a merchant can be read by it.
  'src/db/statistics.ts': ['[]'],
  'src/flow/operation/begin-store.ts': ['[...beginStatements.values()]'],
  'src/flow/operation/settle-store.ts': ['[...settleStatements.values()]'],
  'src/flow/payment/begin-store.ts': ['Object.values(beginStatements)'],
  'src/flow/payment/direct-store.ts': ['Object.values(beginStatements)'],
  'src/flow/payment/reconcile-store.ts': [
    `[['start-reversal', reverse], ['undo-late-approval', undo]].map(([name, move]) => {
      let sent;
      void moveToReversing((statement) => ((sent = statement), Promise.resolve([])), { name, move });
      return sent;
    })`,
  ],
};
