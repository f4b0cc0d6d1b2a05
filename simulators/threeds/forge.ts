import { encodeMessage } from './wire.ts';

export type ForgedCRes = {
  readonly threeDSServerTransID: string;
  readonly acsTransID: string;
  readonly version?: string;
  readonly transStatus?: string;
};

/**
 * What a dishonest customer would post to the notification URL: a CRes that no ACS made. Its ids are in the CReq, which
 * passes through the browser; that is why a CRes proves nothing.
 */
export const forgeCRes = ({ version = '2.2.0', transStatus = 'Y', ...ids }: ForgedCRes): string =>
  encodeMessage({ messageType: 'CRes', messageVersion: version, ...ids, transStatus });

/** The same for a result, by somebody who found the address that results are posted to. */
export const forgeRReq = (ids: ForgedCRes & { readonly dsTransID: string }): string =>
  JSON.stringify({
    messageType: 'RReq',
    messageVersion: ids.version ?? '2.2.0',
    threeDSServerTransID: ids.threeDSServerTransID,
    acsTransID: ids.acsTransID,
    dsTransID: ids.dsTransID,
    messageCategory: '01',
    authenticationType: '02',
    interactionCounter: '01',
    transStatus: ids.transStatus ?? 'Y',
    eci: '05',
    authenticationValue: Buffer.alloc(20, 7).toString('base64'),
  });
