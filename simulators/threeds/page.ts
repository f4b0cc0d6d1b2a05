import { escape, faultTable, tableOf } from '../shared/html.ts';
import type { OverviewPage } from '../shared/pages.ts';
import { amountText } from './amount.ts';
import { cardRows } from './cards.ts';
import { faultKinds } from './fault-kinds.ts';
import { describeFault } from './faults.ts';
import type { Host } from './host.ts';
import type { Entry } from './journal.ts';
import { transStatuses } from './wire.ts';

/** The 3-D Secure world at a glance: the last authentications, which faults are on, and a form that switches one on. */
export const overviewPage = (host: Host): OverviewPage => ({
  title: NAME,
  body: `<header>
<h1>${NAME}</h1>
<p>A directory server and an ACS on a laptop. They keep their own journal and can be told to misbehave. <a href="/">Refresh</a></p>
</header>
<main>
${renderFaults(host)}
${renderEntries(host.recent)}
${renderCards()}
<h2>More</h2>
<p><a href="/journal?limit=100">Journal</a> · <a href="/ranges">Card ranges</a></p>
</main>`,
});

export const NAME = '3-D Secure simulator';

const renderFaults = (host: Host): string => {
  const faults = host.faults.list().map((fault) => ({ ...describeFault(fault), title: faultKinds[fault.kind].title }));
  const table = faultTable(faults, {
    none: 'None: the simulator behaves, except for the test cards that ask otherwise.',
    anything: 'any',
  });
  return `<h2>Faults that are on</h2>\n${table}\n<h2>Switch a fault on</h2>\n${faultForm}`;
};

const kindOptions = Object.entries(faultKinds)
  .map(([kind, { title }]) => `<option value="${kind}">${escape(title)}</option>`)
  .join('');

const faultForm = `<form class="row" method="post" action="/control/form">
<input type="hidden" name="action" value="add">
<label>Fault <select name="kind">${kindOptions}</select></label>
<label>transStatus <select name="status"><option value="">–</option>${transStatuses.map((status) => `<option>${status}</option>`).join('')}</select></label>
<label>How many times <input name="count" inputmode="numeric" pattern="[0-9]*" value="1"></label>
<label>Milliseconds <input name="ms" inputmode="numeric" pattern="[0-9]*" placeholder="default"></label>
<button>Switch on</button>
</form>`;

const renderEntries = (entries: readonly Entry[]): string => {
  if (entries.length === 0) return '<h2>Last messages</h2>\n<p>None yet.</p>';
  const rows = entries.map(
    (entry) =>
      `<tr>${[
        String(entry.seq),
        entry.at.slice(11, 23),
        entry.event,
        [entry.transStatus, entry.transStatusReason].filter((text) => text !== undefined).join(' '),
        entry.eci ?? '',
        entry.amount === undefined ? '' : amountText(entry.amount, entry.currency ?? '', entry.exponent ?? 2),
        entry.bin === undefined ? '' : `${entry.bin}…${entry.last4 ?? ''}`,
        entry.detail ?? '',
        entry.fault ?? '',
      ]
        .map((text) => `<td>${escape(text)}</td>`)
        .join(
          '',
        )}<td><a href="/journal?threeDSServerTransID=${encodeURIComponent(entry.threeDSServerTransID ?? '')}">${escape(
        (entry.threeDSServerTransID ?? '').slice(0, 8),
      )}</a></td></tr>`,
  );
  const heads = ['No.', 'Time (UTC)', 'Event', 'Status', 'ECI', 'Amount', 'Card', 'Detail', 'Fault', 'Authentication'];
  return `<h2>Last messages</h2>\n${tableOf('Last messages, newest first', heads, rows)}`;
};

const renderCards = (): string => {
  const rows = cardRows.map(
    (row) => `<tr><td>${row.pan.replace(/(.{4})(?=.)/g, '$1 ')}</td><td>${escape(row.title)}</td></tr>`,
  );
  return (
    `<h2>Cards</h2>\n<details><summary>${rows.length} cards that do something ` +
    `special</summary>${tableOf('Cards', ['Number', 'What happens'], rows)}</details>`
  );
};
