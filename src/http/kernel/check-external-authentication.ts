/**
 * What a shop brings of an authentication that was made elsewhere. One field at a time is the schema's; here is what
 * only several say together: a proof is whole, or there is none.
 */
export const checkExternalAuthentication = ({
  transStatus,
  eci,
  cavv,
  dsTransId,
}: Readonly<Record<string, unknown>>): readonly {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}[] => {
  if (transStatus === 'Y' || transStatus === 'A' || transStatus === 'I')
    return Object.entries(transStatus === 'I' ? { dsTransId } : { eci, cavv, dsTransId })
      .filter(([, value]) => value === undefined)
      .map(([field]) => ({
        field,
        code: 'missing',
        message: `is missing: with transStatus ${transStatus} it is a part of the proof.`,
      }));
  return transStatus === 'N' || transStatus === 'R' || transStatus === 'U'
    ? [cavv]
        .filter((value) => value !== undefined)
        .map(() => ({
          field: 'cavv',
          code: 'choice',
          message: `cannot be sent with transStatus ${transStatus}, which proves nothing.`,
        }))
    : [];
};
