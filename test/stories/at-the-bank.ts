/** The banks: told how to behave, and asked what they saw. */
import assert from 'node:assert/strict';
import { pageOf } from '../support/authentication.ts';
import { completeChallenge, postFromBank, type ChallengeAct } from '../support/threeds.ts';
import { fromMinor, type Acts } from './stage.ts';
import { whereItLeads } from './by-session.ts';

export const atTheBank: Acts = {
  bank: {
    about: 'bank success|fail|cancel: the customer answers the bank, and comes back',
    run: async (stage, acts) => {
      const form = stage.bankForm ?? assert.fail('no bank asks');
      const back = await completeChallenge(form, ...(acts as readonly ChallengeAct[]));
      return whereItLeads(stage, await pageOf(await postFromBank(back)));
    },
  },
  issuer: {
    about: 'issuer <card> <transStatus>: what the issuer of this card says from now on',
    run: async ({ world }, [pan = '', status = '']) => {
      await world.threeDs.setFault({ kind: 'status', status, match: { pan } });
      return 'ok';
    },
  },
  policy: {
    about: 'policy authorize|stop: what the merchant wants when 3-D Secure could not be performed',
    run: async ({ world, merchant }, [policy]) => {
      assert.ok(policy === 'authorize' || policy === 'stop', policy);
      await world.admin.updateMerchant({
        merchantId: merchant.merchantId,
        threeDs: { whenUnavailable: policy, whenNotEnrolled: policy },
      });
      return 'ok';
    },
  },
  acquirer: {
    about: 'acquirer: what its own books say of the order',
    run: async ({ world, order }) => {
      const asked = await world.acquirer.journal({ order });
      if (asked.length === 0) return 'not asked';
      const refs = await world.acquirer.unreversedApprovals({ order });
      const [ref] = refs;
      if (ref === undefined) return 'nothing is authorized';
      assert.equal(refs.length, 1, `${order} is authorized ${refs.length} times`);
      const books = await world.acquirer.authorization(ref);
      assert.ok(books);
      const [approval] = asked;
      const eci = approval?.eci === undefined ? [] : [`eci ${approval.eci}`];
      const released = (await world.acquirer.journal({ order, event: 'voided' })).map(
        ({ amount }) => `released ${fromMinor(amount ?? 0)}`,
      );
      const proof = approval?.cavvDigest === undefined ? [] : ['with a proof'];
      const exemption = approval?.exemption === undefined ? [] : ['an exemption is claimed'];
      return [
        `captured ${fromMinor(books.captured)}`,
        `refunded ${fromMinor(books.refunded)}`,
        ...released,
        ...eci,
        ...proof,
        ...exemption,
      ].join('; ');
    },
  },
};
