import type { ProtocolVersion } from '../../connectors/threeds/contract.ts';
import type { Finding } from './findings.ts';

/** An authentication that somebody else made, in EMVCo's words; its form was checked when it came. */
export type ExternalAuthentication = {
  readonly version: string;
  readonly transStatus: 'Y' | 'A' | 'I' | 'N' | 'R' | 'U';
  readonly eci?: string | undefined;
  /** Base64. */
  readonly cavv?: string | undefined;
  readonly dsTransId?: string | undefined;
};

/** Decided about like one of ours: by the same table, with the merchant's policy. */
export const findingOfExternal = ({ version, transStatus, eci, cavv, dsTransId }: ExternalAuthentication): Finding => {
  const named = { version: version as ProtocolVersion, dsTransId: dsTransId ?? '' };
  switch (transStatus) {
    case 'Y':
    case 'A':
      if (cavv === undefined) throw new Error('the schema let a proof without its value through');
      return { kind: 'outcome', outcome: { transStatus, eci, cavv }, named };
    case 'I':
      return { kind: 'outcome', outcome: { transStatus, eci, cavv }, named };
    case 'N':
    case 'R':
    case 'U':
      return { kind: 'outcome', outcome: { transStatus, eci, reason: undefined }, named };
  }
};
