/**
 * The acquirers of every merchant: which accounts may take a payment, and the connector of the account that an attempt
 * was made with. Accounts are remembered for some seconds, so a payment does not wait for them.
 */
import type { AcquirerConnector } from '../connectors/acquirer/contract.ts';
import type { ConnectorKind } from '../connectors/acquirer/kind.ts';
import type { Vault } from '../vault/at-rest.ts';
import { claimTrial, OPEN_S, watchConnector, type Memory, type WatchDeps } from './breaker.ts';
import { createMemory } from './memory.ts';
import { hasOlderSecret, openAccount, type OpenDeps } from './open.ts';
import { chooseRoutes, type PaymentFacts, type RouteMap, type Routing } from './route.ts';
import { findSealedAccount, type AccountRow, type KnownAccount } from './store.ts';

/** Asked only where there is a choice. Undefined: there is nothing to be paid any more. */
export type FindFacts = () => Promise<PaymentFacts | undefined>;

export type Acquirers = {
  /** In the order in which they are to be tried. */
  readonly routesFor: (merchantId: string, findFacts: FindFacts) => Promise<Routing>;
  /** Before anything begins: is there an account at all for this currency? Off or on does not matter here. */
  readonly takesCurrency: (merchantId: string, currency: string) => Promise<boolean>;
  /** Of the account that an attempt was made with; throws when its credentials can't be opened. */
  readonly of: (merchantId: string, accountId: string | null | undefined) => Promise<AcquirerConnector>;
  /** An account was changed in this process; others see it within some seconds. */
  readonly forget: (merchantId: string) => void;
  /** Ends every line; calls that still run get the time that they were promised. */
  readonly close: () => Promise<void>;
};

export type DirectoryDeps = WatchDeps & {
  readonly vault: Pick<Vault, 'openSecrets'>;
  readonly onLateAnswer?: OpenDeps['onLateAnswer'];
  readonly isLive: boolean;
  readonly kindOf: (name: string) => ConnectorKind | undefined;
  /** With its calls counted under the account's id. */
  readonly observe: (accountId: string, connector: AcquirerConnector) => AcquirerConnector;
  /** For merchants without an account; undefined in live mode, where nothing is simulated. */
  readonly sandbox: AcquirerConnector | undefined;
};

export const createAcquirers = (deps: DirectoryDeps): Acquirers => {
  const { recall, forget, memoryOf } = createMemory(deps);
  const opened = new Map<string, Opened>();
  const accountsOf = async (merchantId: string): Promise<readonly KnownAccount[]> =>
    (await recall(merchantId)).accounts;
  const inThisMode = ({ live_mode: isLive }: AccountRow): boolean => isLive === deps.isLive;

  const connectorOf = async (account: AccountRow): Promise<AcquirerConnector> => {
    const known = opened.get(account.id);
    const version = versionOf(account, deps.clock.nowMs());
    if (known?.version === version) return known.connector;
    const connector = openNow(deps, account, memoryOf(account));
    opened.set(account.id, { version, connector });
    // One that could not be opened is tried again by the next who asks.
    connector.catch(() => opened.get(account.id)?.connector === connector && opened.delete(account.id));
    if (known !== undefined) void known.connector.then((older) => older.close()).catch(() => undefined);
    return connector;
  };

  return {
    routesFor: async (merchantId, findFacts) => {
      const { accounts: all, rules } = await recall(merchantId);
      const accounts = all.filter(inThisMode);
      if (accounts.length === 0) return deps.sandbox === undefined ? { kind: 'none', why: 'noAccount' } : SANDBOX_ONLY;
      const facts = await findFacts();
      if (facts === undefined) return { kind: 'none', why: 'nothingToPay' };
      return withTrial({ deps, memoryOf, facts }, { accounts, rules, nowMs: deps.clock.nowMs() });
    },
    takesCurrency: async (merchantId, currency) => {
      const accounts = (await accountsOf(merchantId)).filter(inThisMode);
      return accounts.length === 0
        ? deps.sandbox !== undefined
        : accounts.some(({ currencies }) => currencies === null || currencies.includes(currency));
    },
    of: async (merchantId, accountId) => {
      if (accountId === null || accountId === undefined) {
        if (deps.sandbox === undefined)
          throw new Error('an attempt was made with the sandbox acquirer, which live mode does not have');
        return deps.sandbox;
      }
      const account = (await accountsOf(merchantId)).find(({ id }) => id === accountId);
      if (account !== undefined) return connectorOf(account);
      // Made by another process some seconds ago.
      forget(merchantId);
      const again = (await accountsOf(merchantId)).find(({ id }) => id === accountId);
      if (again === undefined) throw new Error('an attempt names an account that is not stored');
      return connectorOf(again);
    },
    forget,
    close: async () => {
      await Promise.allSettled([...opened.values()].map(async ({ connector }) => (await connector).close()));
      await deps.sandbox?.close();
    },
  };
};

/**
 * An account that was out of order is tried out by one payment at a time, over all processes: a payment that would go
 * there first claims the try, and goes on as if the account were still out of order when another one has it.
 */
const withTrial = async (
  of: {
    readonly deps: DirectoryDeps;
    readonly memoryOf: (account: AccountRow) => Memory;
    readonly facts: PaymentFacts;
  },
  map: RouteMap,
): Promise<Routing> => {
  const { deps, memoryOf, facts } = of;
  const routing = chooseRoutes(map, facts);
  if (routing.kind === 'none' || routing.routes[0].note.why !== 'trial') return routing;
  const account = map.accounts.find(({ id }) => id === routing.routes[0].accountId);
  if (account === undefined) return routing;
  const isOurs = await claimTrial(deps.db.query, account);
  const breaker = { failures: account.failures, open_until: new Date(deps.clock.nowMs() + OPEN_S * 1_000) };
  memoryOf(account).write(breaker);
  if (isOurs) return routing;
  return withTrial(of, {
    ...map,
    accounts: map.accounts.map((one) => (one === account ? { ...one, ...breaker } : one)),
  });
};

/** Another one once the credentials before the newest are not believed any more. */
const versionOf = (account: AccountRow, nowMs: number): string =>
  `${account.version}${hasOlderSecret(account, nowMs) ? ' with those before' : ''}`;

type Opened = { readonly version: string; readonly connector: Promise<AcquirerConnector> };

const SANDBOX_ONLY: Routing = {
  kind: 'routes',
  routes: [{ accountId: null, connector: 'sandbox', note: { rule: 'sandbox' }, health: 'closed' }],
};

const openNow = async (deps: DirectoryDeps, account: AccountRow, memory: Memory): Promise<AcquirerConnector> => {
  const row = await findSealedAccount(deps.db.query, account.merchant_id, account.id);
  if (row === undefined) throw new Error('an acquirer account without its credentials');
  return watchConnector(deps, { account, memory }, deps.observe(account.id, await openAccount(deps, row)));
};
