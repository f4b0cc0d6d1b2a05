/** What may be done at a merchant in the Personal area. */
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
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ['owner', 'admin', 'developer', 'support', 'finance', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** How a role is called, and for whom it is. */
export const roleWords: Readonly<Record<Role, string>> = {
  owner: 'Owner: everything, and who else is one',
  admin: 'Admin: everything but owners',
  developer: 'Developer: keys, endpoints and deliveries; reads payments',
  support: 'Support: finds payments, refunds, resends webhooks',
  finance: 'Finance: reads, figures and exports',
  viewer: 'Viewer: reads payments',
};

const everything: readonly Permission[] = permissions;

export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  owner: everything,
  admin: everything,
  developer: ['payments:read', 'webhooks:resend', 'developers:read', 'developers:write', 'audit:read'],
  support: ['payments:read', 'payments:operate', 'refunds:create', 'webhooks:resend'],
  finance: ['payments:read', 'figures:read', 'exports:read', 'audit:read'],
  viewer: ['payments:read'],
};

export const isRole = (text: string): text is Role => roles.some((role) => role === text);

export const mayDo = (role: Role, permission: Permission): boolean => permissionsOf[role].includes(permission);
