import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { escape } from '../shared/html.ts';
import { sendErrorPage, sendProblem } from '../shared/respond.ts';
import type { CardRow } from './cards.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { Host } from './host.ts';
import { hiddenFields, sendPage, type Page } from './html.ts';
import { decodeMessage, encodeMessage, textOf, UUID } from './wire.ts';

export type MethodVariant = NonNullable<CardRow['method']>;

const faultOfVariant: Readonly<Record<MethodVariant, FaultKind | undefined>> = {
  answers: undefined,
  silent: 'methodSilent',
  late: 'methodLate',
  twice: 'methodTwice',
  errorPage: 'methodErrorPage',
};

export const isMethodVariant = (text: string): text is MethodVariant => Object.hasOwn(faultOfVariant, text);

/**
 * The 3DS Method: a page in a hidden frame, which would look at the browser and then tells the requestor that it is
 * done. It knows no card, so how it behaves is in its address, which the card's range names.
 */
export const showMethodPage = async (
  host: Host,
  variant: MethodVariant,
  ...[form, response]: readonly [form: URLSearchParams, response: ServerResponse]
): Promise<void> => {
  const data = decodeMessage(form.get('threeDSMethodData') ?? '')?.fields ?? {};
  const threeDSServerTransID = textOf(data, 'threeDSServerTransID');
  const url = textOf(data, 'threeDSMethodNotificationURL');
  if (!UUID.test(threeDSServerTransID) || !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    sendProblem(response, 400, 'threeDSMethodData names a threeDSServerTransID and a threeDSMethodNotificationURL.');
    return;
  }
  const ownKind = faultOfVariant[variant];
  const fault =
    host.faults.take('method', { threeDSServerTransID }) ??
    (ownKind === undefined ? undefined : host.plainFault(ownKind));
  await host.journal.append({
    event: 'methodAsked',
    threeDSServerTransID,
    ...(fault === undefined ? {} : { fault: fault.kind }),
  });
  if (fault?.kind === 'methodErrorPage') {
    sendErrorPage(response, 503);
    return;
  }
  if (fault?.kind === 'methodLate') await sleep(fault.ms, undefined, { signal: host.stopping });
  sendPage(response, methodPage({ url, threeDSServerTransID }, fault?.kind));
};

const methodPage = (
  { url, threeDSServerTransID }: { readonly url: string; readonly threeDSServerTransID: string },
  fault: FaultKind | undefined,
): Page => {
  if (fault === 'methodSilent') return { title: '3DS Method', style: '', body: '<p>Nothing happens here.</p>' };
  const fields = hiddenFields({ threeDSMethodData: encodeMessage({ threeDSServerTransID }) });
  const formTo = (target: string) =>
    `<form method="post" action="${escape(url)}" target="${target}">${fields}</form><iframe name="${target}" ` +
    'title="Notification"></iframe>';
  const targets = fault === 'methodTwice' ? ['first', 'second'] : [];
  return {
    title: '3DS Method',
    style: '',
    body:
      targets.length === 0
        ? `<form method="post" action="${escape(url)}">${fields}</form>`
        : targets.map(formTo).join(''),
    script: 'for (const form of document.forms) form.submit();',
  };
};
