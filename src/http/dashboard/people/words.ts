import { roles, roleWords, type Role } from '../../../members/roles.ts';
import type { ListedMember } from '../../../members/store.ts';
import { html, type Html } from '../../kernel/html.ts';
import { showTime } from '../words.ts';

export const showLastSignIn = (row: ListedMember): Html => {
  if (row.last_signed_in_at !== null) return showTime(row.last_signed_in_at);
  return row.has_joined ? html`not known` : html`invited ${showTime(row.created_at)}`;
};

/** `Owner: everything, …` → `Owner` */
export const roleName = (role: Role): string => roleWords[role].split(':')[0] ?? role;

/** The roles that somebody may give: only an owner makes owners. */
export const renderRoles = (giver: Role, chosen: string): Html => html`<select id="role" name="role" required>
${roles
  .filter((role) => role !== 'owner' || giver === 'owner')
  .map((role) => html`<option value="${role}"${role === chosen && html` selected`}>${roleWords[role]}</option>`)}
</select>`;
