import { isRole, operatorRoles, OPERATORS, roles, roleWords, type Role } from '../../../members/roles.ts';
import type { ListedMember } from '../../../members/store.ts';
import { html, type Html } from '../../kernel/html.ts';
import { showTime } from '../words.ts';

export const showLastSignIn = (row: ListedMember): Html => {
  if (row.last_signed_in_at !== null) return showTime(row.last_signed_in_at);
  return row.has_joined ? html`not known` : html`invited ${showTime(row.created_at)}`;
};

/** `Owner: everything, …` → `Owner` */
export const roleName = (role: Role): string => roleWords[role].split(':')[0] ?? role;

/** The roles that somebody may give; the one that may do least is proposed. */
export const renderRoles = (giver: Role, chosen: string): Html => {
  const given = rolesGivenBy(giver);
  const proposed = given.some((role) => role === chosen) ? chosen : given.at(-1);
  return html`<select id="role" name="role" required>
${given.map((role) => html`<option value="${role}"${role === proposed && html` selected`}>${roleWords[role]}</option>`)}
</select>`;
};

/** Only an owner makes owners. */
const rolesGivenBy = (giver: Role): readonly Role[] => {
  if (isRole(OPERATORS, giver)) return operatorRoles;
  return giver === 'owner' ? roles : roles.filter((role) => role !== 'owner');
};
