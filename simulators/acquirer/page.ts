import { escape, faultTable } from '../shared/html.ts';
import type { OverviewPage } from '../shared/pages.ts';
import type { Host } from './exchange.ts';
import { lineFaults, messageFaults, noticeFaults, titleOf } from './fault-kinds.ts';
import { describeFault } from './faults.ts';
import type { Entry } from './ledger.ts';
import { statsOf } from './stats.ts';
import { textOf } from './codes.ts';

/** The host at a glance: what it did last, which faults are on, and a form that switches another one on. */
export const overviewPage = (host: Host): OverviewPage => ({
  title: NAME,
  body: `<header>
<h1>${NAME}</h1>
<p>A bank’s host on a laptop. It keeps its own journal and can be told to misbehave. <a href="/">Refresh</a></p>
</header>
<main>
${renderSummary(host)}
${renderFaults(host)}
${renderOperations(host.recent)}
<h2>More</h2>
<p><a href="/journal?limit=100">Journal</a> · <a href="/report">Settlement report of today</a> · <a href="/report?format=csv">the same as CSV</a> · <a href="/control/stats">Counts</a></p>
</main>`,
});

export const NAME = 'Acquirer simulator';

const renderSummary = (host: Host): string => {
  const stats = statsOf(host, { merchant: undefined, order: undefined });
  const approvals = `<strong>${stats.approvals}</strong> ${stats.approvals === 1 ? 'approval' : 'approvals'}`;
  return (
    `<p>${approvals}, <strong>${stats.unreversedApprovals}</strong> of them live. ` +
    `${severalText(stats.ordersWithSeveralApprovals.length)}</p>`
  );
};

const severalText = (orders: number): string => {
  if (orders === 0) return 'No order has more than one.';
  return `<strong>${orders === 1 ? '1 order has' : `${orders} orders have`} more than one.</strong>`;
};

const renderFaults = (host: Host): string => {
  const faults = host.faults.list().map((fault) => ({ ...describeFault(fault), title: titleOf(fault.kind) }));
  const table = faultTable(faults, {
    none: 'None: the host behaves, except for the test cards and amounts that ask otherwise.',
    anything: 'any that moves money',
  });
  return `<h2>Faults that are on</h2>\n${table}\n<h2>Switch a fault on</h2>\n${faultForm}`;
};

const options = (rows: Readonly<Record<string, { readonly title: string }>>): string =>
  Object.entries(rows)
    .map(([kind, row]) => `<option value="${kind}">${row.title}</option>`)
    .join('');

const types = ['AUTH', 'SALE', 'INCREMENT', 'CAPTURE', 'VOID', 'REFUND', 'REVERSAL', 'INQUIRY'];

const faultForm = `<form class="row" method="post" action="/control/form">
<input type="hidden" name="action" value="add">
<label>Fault <select name="kind"><optgroup label="One message">${options(messageFaults)}</optgroup><optgroup label="The line">${options(lineFaults)}</optgroup><optgroup label="Notifications">${options(noticeFaults)}</optgroup></select></label>
<label>Operation <select name="type"><option value="">any that moves money</option>${types.map((type) => `<option>${type}</option>`).join('')}</select></label>
<label>How many times <input name="count" inputmode="numeric" pattern="[0-9]*" value="1"></label>
<label>Milliseconds <input name="ms" inputmode="numeric" pattern="[0-9]*" placeholder="default"></label>
<label>Response code <input name="code" pattern="[0-9A-Z]{2}" placeholder="05"></label>
<button>Switch on</button>
</form>`;

const renderOperations = (entries: readonly Entry[]): string => {
  const rows = entries.map(
    (entry) =>
      `<tr><td>${entry.seq}</td><td>${entry.at.slice(11, 23)}</td><td>${entry.type}</td><td>${entry.event}</td><td>${escape(
        entry.code === '' ? '' : `${entry.code} ${textOf(entry.code)}`,
      )}</td><td class="amount">${amountText(entry)}</td><td>${entry.bin === undefined ? '' : `${entry.bin}…${entry.last4 ?? ''}`}</td><td>${escape(
        entry.order ?? '',
      )}</td><td>${escape(entry.fault ?? '')}</td><td><a href="/journal?ref=${encodeURIComponent(entry.ref)}">${escape(entry.ref)}</a></td></tr>`,
  );
  if (rows.length === 0) return '<h2>Last operations</h2>\n<p>None yet.</p>';
  const heads = ['No.', 'Time (UTC)', 'Operation', 'Event', 'Answer', 'Amount', 'Card', 'Order', 'Fault', 'Reference'];
  return `<h2>Last operations</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Last operations"><table>
<caption>Newest first, as they stand in the journal</caption>
<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
};

/**
 * Letters and decimals of currencies that people meet while trying; others are shown by their number, in minor units.
 */
const currencies: Readonly<Record<string, readonly [letters: string, decimals: number]>> = {
  '036': ['AUD', 2],
  '048': ['BHD', 3],
  '124': ['CAD', 2],
  '203': ['CZK', 2],
  '208': ['DKK', 2],
  '348': ['HUF', 2],
  '356': ['INR', 2],
  '392': ['JPY', 0],
  '410': ['KRW', 0],
  '414': ['KWD', 3],
  '578': ['NOK', 2],
  '643': ['RUB', 2],
  '752': ['SEK', 2],
  '756': ['CHF', 2],
  '826': ['GBP', 2],
  '840': ['USD', 2],
  '944': ['AZN', 2],
  '946': ['RON', 2],
  '949': ['TRY', 2],
  '975': ['BGN', 2],
  '978': ['EUR', 2],
  '980': ['UAH', 2],
  '981': ['GEL', 2],
  '985': ['PLN', 2],
  '986': ['BRL', 2],
};

const amountText = (entry: Entry): string => {
  if (entry.amount === undefined) return '';
  const known = currencies[entry.currency ?? ''];
  if (known === undefined) return `${entry.amount} minor units of ${entry.currency ?? '?'}`;
  const [letters, decimals] = known;
  const digits = String(entry.amount).padStart(decimals + 1, '0');
  return decimals === 0
    ? `${digits} ${letters}`
    : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)} ${letters}`;
};
