import { html, type Html } from '../../kernel/html.ts';
import { KEEP_EVENTS_DAYS } from '../../../webhooks/forget-store.ts';
import { WAITING_MOST } from '../../../webhooks/replay-step-store.ts';
import { codeBlock, note, section, table } from '../parts.ts';
import type { DocsPage, Site } from '../site.ts';

export const eventFeed: DocsPage = {
  slug: 'event-feed',
  title: 'Event feed and replays',
  summary: 'How your server reads what happened, in order and from any place on, and has webhooks sent again.',
  render: (site) => html`
${section('which', 'When to use what', which(site))}
${section('follow', 'Following the feed', following())}
${section('cursor', 'Keeping the cursor', cursor())}
${section('http', 'Without the SDK', overHttp(site))}
${section('replay', 'Having webhooks sent again', replaying(site))}
${section('deliveries', 'What became of a webhook', deliveries(site))}`,
};

const which = (
  site: Site,
): Html => html`<p>All of these tell the same events, with the same ids. A program that remembers
ids can combine them as it likes.</p>
${table(
  ['You want', 'Use'],
  [
    [
      'to hear at once what happened, on a server that can be reached',
      html`<a href="${site.basePath}/docs/webhooks">webhooks</a>: repeated until you take them`,
    ],
    [
      'the same where nothing can be reached from outside: a laptop, a server behind a firewall, a function that runs now and then',
      html`the feed: <code>events.follow</code>`,
    ],
    [
      'to copy everything into a warehouse or another system, exactly once',
      'the feed, with the cursor kept beside the copy',
    ],
    ['to close a gap after your server lost webhooks that it had accepted', 'a replay'],
    ['to close a gap yourself, or to check that there is none', html`the feed, from <code>start</code>`],
    ['one event again', html`<a href="${site.basePath}/docs#resendEvent"><code>POST /events/{id}/resend</code></a>`],
    [
      'to look something up',
      html`<a href="${site.basePath}/docs#listEvents"><code>GET /events</code></a>, newest first`,
    ],
  ],
)}`;

const following = (): Html => html`<p>The feed has every event of yours in the order in which it was committed,
never skips one, and keeps the events of a session in the order of their <code>sequence</code>. Events of
the last ${KEEP_EVENTS_DAYS} days are in it.</p>
${codeBlock({
  title: 'SDK',
  language: 'js',
  code: `const cursor = await readCursor();                    // undefined at the first start
for await (const event of tollgate.events.follow({ after: cursor ?? 'start' })) {
  if (event.type === 'session.completed') await markPaid(event.data.object.merchantReferenceId);
  await writeCursor(event.cursor);
}`,
})}
<p>The loop waits for events and goes on by itself when the line breaks or the gateway is restarted. It ends when the
<code>signal</code> that you give is aborted, and throws what trying again cannot mend: a wrong key, a wrong parameter, a cursor
that is too old. <code>types</code> narrows it; <code>onBreak</code> hears of breaks. Begin with <code>after: 'latest'</code> only if you
do not care what happened before: a program that does so at each start misses what happened while it was down.</p>
${note(
  'One reader is enough',
  html`Nothing is used up by reading: two programs that follow both get everything. To share work between several,
let one follow and hand the events on, all of a session to the same one.`,
)}`;

const cursor =
  (): Html => html`<p>Keep <code>event.cursor</code> when you have done what the event asks for, not before. Best in
the same database transaction: then what you did and how far you are can never disagree, and each event counts exactly once.
Otherwise an event can come twice after a crash between the two; remember the ids of events, and the second one changes nothing.</p>
<p>A cursor is a text that means nothing to you, of at most 128 letters. It is good for ${KEEP_EVENTS_DAYS} days, for your account alone. When events
after it are forgotten already you get <code>410</code> with <code>cursor_expired</code>: begin with <code>start</code>, and compare with
your books what happened before.</p>`;

const overHttp = (site: Site): Html => html`${codeBlock({
  title: 'curl',
  language: 'shell',
  code: `AFTER=start
while true; do
  PAGE=$(curl -sf "${site.apiUrl}/events?after=$AFTER&waitMs=30000&types=session.completed,session.expired" \\
    -H "X-Api-Key: $TOLLGATE_API_KEY") || { sleep 5; continue; }
  echo "$PAGE" | jq -c '.data[]'
  AFTER=$(echo "$PAGE" | jq -r .nextCursor)
done`,
})}
<p><code>nextCursor</code> is always there, also when <code>data</code> is empty: it moves on past events of other types. Ask again at
once while <code>hasMore</code> is true. With <code>waitMs</code> (up to 30,000) an answer comes as soon as there is an event; let your
client wait longer than that. Up to 50 requests of an account wait at a time, the next one gets <code>429</code>.</p>
<p>An event in the feed is the same as in a webhook, with <code>cursor</code> added.</p>`;

const replaying = (site: Site): Html => html`${codeBlock({
  title: 'SDK',
  language: 'js',
  code: `let replay = await tollgate.webhookEndpoints.replay(endpointId, {
  from: '2024-03-28T08:00:00Z',
  to: '2024-03-28T09:00:00Z',     // now, when left out
  onlyUndelivered: false,         // true: leave out what the endpoint has accepted
});
replay = await tollgate.webhookEndpoints.retrieveReplay(endpointId, replay.id);
console.log(replay.status, replay.progress, replay.queued);`,
})}
<ul>
<li><strong>Under the same ids</strong>, in order for each session, with signatures of now.</li>
<li><strong>Beside what happens now.</strong> At most ${WAITING_MOST} replayed events are due at a time, so a new one never waits for
more than these. An endpoint that fails slows its replay down.</li>
<li><strong>Which types?</strong> Those to which the endpoint subscribes. <code>types</code> names others, subscribed or not:
you asked for them.</li>
<li><strong>One at a time</strong> for each endpoint, within the last ${KEEP_EVENTS_DAYS} days.
<a href="${site.basePath}/docs#cancelWebhookReplay">Canceled</a>, it puts nothing more on its way.</li>
<li><strong><code>completed</code></strong> means that everything was put on its way; the deliveries say what became of it.</li>
</ul>`;

const deliveries = (
  site: Site,
): Html => html`<p><a href="${site.basePath}/docs#listDeliveries"><code>GET /deliveries</code></a> searches
all your endpoints by endpoint, event, type, status and time. Each delivery shows its tries: when, how long, the
headers that were sent, the status, and the first kilobyte of what you answered. What you answer is kept and shown, so keep secrets out
of it.</p>`;
