/**
 * Statements whose text depends on an argument: for each file, code that gives all of its family, evaluated in the
 * scope of that file.
 */
export const families: Readonly<Record<string, readonly string[]>> = {
  // Names tables that PostgreSQL's own catalogue gave; no row of a merchant can be read by it.
  'src/db/statistics.ts': ['[]'],
  'src/flow/payment/reconcile-store.ts': [
    `[['start-reversal', reverse], ['undo-late-approval', undo]].map(([name, move]) => {
      let sent;
      void moveToReversing((statement) => ((sent = statement), Promise.resolve([])), { name, move });
      return sent;
    })`,
  ],
};
