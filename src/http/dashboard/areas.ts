/** Where the pages of a merchant's people are, and those of whoever runs the gateway; some pages are in both. */
export const MERCHANT_AREA = '/m/:merchant';
export const OPERATOR_AREA = '/operator';
export type Area = typeof MERCHANT_AREA | typeof OPERATOR_AREA;
