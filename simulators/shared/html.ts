export const escape = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** Of the pages that show what a simulator did. */
export const overviewStyle = `
:root { color-scheme: light dark; --ink: #14213d; --soft: #55607a; --line: #c8cedb; --edge: #8a93a8; --page: #f6f7fa; --card: #fff; --act: #1d4ed8; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef1f6; --soft: #b4bccd; --line: #39425a; --edge: #7b859c; --page: #10141d; --card: #1a202d; --act: #8fb4ff; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--page); color: var(--ink); }
a { color: var(--act); }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0 1rem; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .25rem .75rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: .25rem 0; color: var(--soft); }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--soft); font-weight: 600; } tbody tr:last-child td { border-bottom: 0; }
td.amount { text-align: right; }
form.row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: end; }
label { display: grid; grid-template-columns: minmax(0, max-content); gap: .25rem; font-size: .9rem; }
input, select, button { font: inherit; color: inherit; background: var(--card); padding: .4rem .6rem; border: 1px solid var(--edge); border-radius: .3rem; min-height: 2.75rem; }
label, select { max-width: 100%; } input { width: 9rem; } button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
summary { cursor: pointer; padding: .5rem 0; }
`;

/** A table that scrolls by itself on a narrow screen. */
export const tableOf = (label: string, heads: readonly string[], rows: readonly string[]): string =>
  `<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;

export type ShownFault = {
  readonly id: number;
  readonly title: string;
  readonly match: Readonly<Record<string, unknown>>;
  readonly fired: number;
  readonly remaining: number | null;
};

/** The faults that are on, each with a button that removes it. `anything` is said of one that nothing narrows down. */
export const faultTable = (
  faults: readonly ShownFault[],
  { none, anything }: { readonly none: string; readonly anything: string },
): string => {
  if (faults.length === 0) return `<p>${none}</p>`;
  const rows = faults.map(({ id, title, match, fired, remaining }) => {
    const narrowed = Object.entries(match).map(([name, value]) => `${name} ${String(value)}`);
    const cells = [title, narrowed.join(', ') || anything, String(fired), String(remaining ?? 'until removed')];
    return `<tr>${cells.map((cell) => `<td>${escape(cell)}</td>`).join('')}<td>${removeForm(id)}</td></tr>`;
  });
  return `${tableOf('Faults that are on', ['Fault', 'For', 'Played', 'Left', 'Change'], rows)}
<form method="post" action="/control/form"><input type="hidden" name="action" value="clear"><button>Remove all faults</button></form>`;
};

const removeForm = (id: number): string =>
  '<form method="post" action="/control/form"><input type="hidden" name="action" value="remove"><input ' +
  `type="hidden" name="id" value="${id}"><button aria-label="Remove fault ${id}">Remove</button></form>`;
