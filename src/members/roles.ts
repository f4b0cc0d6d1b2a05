import { OPERATOR_CHAIN } from '../audit/entry.ts';
import { formatId, type Uuid } from '../base/id.ts';

/** What may be done in the Personal area: at a merchant, and (`gateway:…`) with the whole installation. */
export const permissions = [
  'payments:read',
  'payments:operate',
  'refunds:create',
  'refunds:approve',
  'webhooks:resend',
  'developers:read',
  'developers:write',
  'figures:read',
  'exports:read',
  'members:read',
  'members:write',
  'audit:read',
  'settings:write',
  'gateway:read',
  'gateway:write',
] as const;
export type Permission = (typeof permissions)[number];

/** Of the people of a merchant. */
export const roles = ['owner', 'admin', 'developer', 'support', 'finance', 'viewer'] as const;
/** Of the people who run the gateway. */
export const operatorRoles = ['operator', 'observer'] as const;
export type MerchantRole = (typeof roles)[number];
export type Role = MerchantRole | (typeof operatorRoles)[number];

/** The people who run the gateway are members under this id, which is no merchant's. */
export const OPERATORS: Uuid<'merchant'> = OPERATOR_CHAIN;

/** What every address of somebody's pages begins with: `/m/mr_…`, or `/operator`. */
export const baseOf = (merchantId: Uuid<'merchant'>): string =>
  merchantId === OPERATORS ? '/operator' : `/m/${formatId('merchant', merchantId)}`;

/** How a role is called, and for whom it is. */
export const roleWords: Readonly<Record<Role, string>> = {
  owner: 'Owner: everything, and who else is one',
  admin: 'Admin: everything but owners',
  developer: 'Developer: keys, endpoints and deliveries; reads payments',
  support: 'Support: finds payments, refunds, resends webhooks',
  finance: 'Finance: reads, figures and exports',
  viewer: 'Viewer: reads payments',
  operator: 'Operator: runs the gateway, and decides who else does',
  observer: 'Observer: sees how the gateway does',
};

const OF_MERCHANTS = permissions.filter((permission) => !permission.startsWith('gateway:'));

export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  owner: OF_MERCHANTS,
  admin: OF_MERCHANTS,
  developer: ['payments:read', 'webhooks:resend', 'developers:read', 'developers:write', 'audit:read'],
  support: ['payments:read', 'payments:operate', 'refunds:create', 'webhooks:resend'],
  finance: ['payments:read', 'figures:read', 'exports:read', 'audit:read'],
  viewer: ['payments:read'],
  operator: ['gateway:read', 'gateway:write', 'members:read', 'members:write'],
  observer: ['gateway:read'],
};

/** The roles that members under this id may have. */
export const rolesUnder = (merchantId: string): readonly Role[] => (merchantId === OPERATORS ? operatorRoles : roles);

export const isRole = (merchantId: string, text: string): text is Role =>
  rolesUnder(merchantId).some((role) => role === text);

export const mayDo = (role: Role, permission: Permission): boolean => permissionsOf[role].includes(permission);
