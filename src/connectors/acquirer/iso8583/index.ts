export { createIso8583Connector } from './connector.ts';
export type { Iso8583Options, IsoExchange } from './connector.ts';
export { iso8583 } from './kind.ts';
