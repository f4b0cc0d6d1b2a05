import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import type { Acquirers } from '../../acquirers/directory.ts';
import { explainPayment } from '../../acquirers/explain.ts';
import {
  findRules,
  replaceRules,
  shownRule,
  type GivenRule,
  type RuleDeps,
  type RuleList,
} from '../../acquirers/rule-list.ts';
import type { WireObject } from '../../contract/versions.ts';
import { explainSchema, explanationSchema, ruleListReplaceSchema, ruleListSchema } from './acquirer-rule-schema.ts';

type Deps = Omit<RuleDeps, 'isLive'> & {
  readonly mode: 'sandbox' | 'live';
  readonly acquirers: Pick<Acquirers, 'forget'>;
};

/** For whoever operates the gateway: a key must have the scopes of acquirer accounts by name, `*` is not enough. */
export const registerAcquirerRules = (app: FastifyInstance, deps: Deps): void => {
  registerList(app, deps);
  registerExplain(app, deps);
};

const tags = ['Acquirer accounts'];

const registerList = (app: FastifyInstance, deps: Deps): void => {
  app.get(
    '/acquirer-rules',
    {
      schema: {
        operationId: 'retrieveAcquirerRules',
        tags,
        summary: 'Retrieve the rules of where payments go',
        description: 'The first rule that fits decides. Where none fits, accounts are asked by their priority.',
        response: { 200: ruleListSchema },
      },
    },
    async (request) => presentRules(await findRules(deps.db.query, request.call.caller.merchantId)),
  );
  app.put<{ Body: Static<typeof ruleListReplaceSchema> }>(
    '/acquirer-rules',
    {
      schema: {
        operationId: 'replaceAcquirerRules',
        tags,
        summary: 'Replace the rules of where payments go',
        description:
          'All of them at once, since a rule means what those before it leave to it. Try them out with ' +
          '`POST /acquirer-rules/explain`. They hold from now on, in other processes within some seconds; payments ' +
          'that have begun go on where they are.',
        body: ruleListReplaceSchema,
        response: { 200: ruleListSchema },
      },
    },
    async (request) => {
      const { caller, actor } = request.call;
      const { rules, version } = request.body;
      const list = await replaceRules(
        { ...deps, isLive: deps.mode === 'live' },
        { merchantId: caller.merchantId, actor },
        { rules: rules.map(withUpperCase), version },
      );
      deps.acquirers.forget(caller.merchantId);
      return presentRules(list);
    },
  );
};

const withUpperCase = ({ when, ...rule }: Static<typeof ruleListReplaceSchema>['rules'][number]): GivenRule => {
  const { currencies, ...others } = when;
  return {
    ...rule,
    when: { ...others, ...(currencies && { currencies: currencies.map((one) => one.toUpperCase()) }) },
  };
};

const presentRules = ({ rules, version }: RuleList): WireObject => ({ rules: rules.map(shownRule), version });

const registerExplain = (app: FastifyInstance, deps: Deps): void => {
  app.post<{ Body: Static<typeof explainSchema> }>(
    '/acquirer-rules/explain',
    {
      schema: {
        operationId: 'explainAcquirerRoute',
        tags,
        summary: 'Explain where a payment would go',
        description: 'Which rule decides, who is asked in which order, and who is not and why. Nothing is paid.',
        body: explainSchema,
        response: { 200: explanationSchema },
      },
    },
    (request) => {
      const payment = { ...request.body, currency: request.body.currency.toUpperCase() };
      const { clock, db, mode } = deps;
      return explainPayment({ query: db.query, clock, mode }, request.call.caller.merchantId, payment);
    },
  );
};
