import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Secret } from '../base/secret.ts';
import { createCardTickets } from './ticket.ts';

const tickets = createCardTickets(new Secret(randomBytes(32)));
const use = { merchantId: randomUUID(), ticketOf: randomUUID() };
const card = {
  pan: new Secret('4444555511113333'),
  cvc: new Secret('123'),
  expiry: new Secret('12/2039'),
  cardholderName: new Secret('Ada Lovelace'),
};

test('a ticket opens for its own attempt, with what was put in', () => {
  const fields = tickets.open(use, tickets.seal(use, card));
  assert.deepEqual(
    [fields?.pan.reveal(), fields?.cvc.reveal(), fields?.expiry.reveal(), fields?.cardholderName.reveal()],
    ['4444555511113333', '123', '12/2039', 'Ada Lovelace'],
  );
  const code = tickets.open(use, tickets.seal(use, { cvc: new Secret('847') }));
  assert.deepEqual([code?.pan.reveal(), code?.cvc.reveal()], ['', '847']);
});

test('for another attempt, another merchant, another key, with a changed letter, cut or too long it does not open', () => {
  const ticket = tickets.seal(use, card);
  assert.equal(tickets.open({ ...use, ticketOf: randomUUID() }, ticket), undefined);
  assert.equal(tickets.open({ ...use, merchantId: randomUUID() }, ticket), undefined);
  assert.equal(createCardTickets(new Secret(randomBytes(32))).open(use, ticket), undefined);
  for (let at = 0; at < ticket.length - 1; at += 7) {
    assert.equal(
      tickets.open(use, ticket.slice(0, at) + (ticket[at] === 'A' ? 'B' : 'A') + ticket.slice(at + 1)),
      undefined,
      `letter ${at}`,
    );
    assert.equal(tickets.open(use, ticket.slice(0, at)), undefined, `cut at ${at}`);
  }
  assert.equal(tickets.open(use, ticket + ticket), undefined);
  assert.equal(tickets.open(use, ''), undefined);
});

test('the same card of the same attempt gives the same ticket, another code another one of the same length', () => {
  assert.equal(tickets.seal(use, card), tickets.seal(use, card));
  const other = tickets.seal(use, { ...card, cvc: new Secret('9999'), cardholderName: new Secret('Zoë Ω.') });
  assert.notEqual(other, tickets.seal(use, card));
  assert.equal(other.length, tickets.seal(use, card).length);
  assert.equal(tickets.seal({ ...use, ticketOf: randomUUID() }, card) === tickets.seal(use, card), false);
});

test('it fits where it has to: session data of a challenge, an address', () => {
  const longest = tickets.seal(use, {
    ...card,
    pan: new Secret('6'.repeat(19)),
    cardholderName: new Secret('é'.repeat(64)),
  });
  assert.ok(longest.length <= 1_024, `${longest.length} letters`);
  assert.match(longest, /^[\w-]+$/);
  assert.ok(tickets.seal(use, { cvc: new Secret('1234') }).length <= 100);
});
