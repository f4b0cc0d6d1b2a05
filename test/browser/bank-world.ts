import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areq, ask, creqOf } from '../../simulators/threeds/customer.fixture.ts';
import { startThreeDs } from '../../simulators/threeds/threeds.ts';
import { parseFields, textOf } from '../../simulators/threeds/wire.ts';
import type { FakeBank, Payable } from './fake-checkout.ts';

export type BankWorld = {
  /** Asks the simulator about every card, and shows the simulator's page; a test may send browsers elsewhere. */
  readonly bank: Pick<FakeBank, 'challenge'> & {
    methodUrl: string | undefined;
    acsUrl: string | undefined;
    pan: string;
  };
  readonly methodUrl: (variant: 'answers' | 'silent' | 'late' | 'twice') => string;
  readonly close: () => Promise<void>;
};

/**
 * The simulated directory server and ACS; what it tells by RReq is what the fake flow believes. `baseUrl`: the
 * gateway's.
 */
export const startBankWorld = async (baseUrl: () => string): Promise<BankWorld> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tollgate-threeds-'));
  const simulator = await startThreeDs({ port: 0, dataDir });
  const asked = new Map<string, Payable>();
  const ear = createServer((request, response) => {
    void hearResult(asked, request, response);
  });
  ear.listen(0, '127.0.0.1');
  await once(ear, 'listening');
  const requestor = { url: `http://127.0.0.1:${(ear.address() as AddressInfo).port}` };
  const bank = {
    methodUrl: undefined as string | undefined,
    acsUrl: undefined as string | undefined,
    pan: CHALLENGED_WITHOUT_METHOD,
    challenge: async (payable: Payable) => {
      const kind = payable.path.startsWith('/pay/') ? 'page' : 'authenticate';
      const ares = await ask(
        `${simulator.url}/ds/areq`,
        areq(requestor, {
          acctNumber: bank.pan,
          notificationURL: `${baseUrl()}/3ds/return?${kind}=${payable.token}`,
        }),
      );
      asked.set(textOf(ares, 'threeDSServerTransID'), payable);
      return { acsUrl: bank.acsUrl ?? textOf(ares, 'acsURL'), creq: creqOf(ares) };
    },
  };
  return {
    bank,
    methodUrl: (variant) => `${simulator.url}/acs/method/${variant}`,
    close: async () => {
      ear.closeAllConnections();
      ear.close();
      await simulator.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** Another of the simulator's cards makes its bank behave otherwise. */
export const CHALLENGED_WITHOUT_METHOD = '4000000000006066';

const hearResult = async (
  asked: ReadonlyMap<string, Payable>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Buffer));
  const { threeDSServerTransID, acsTransID, dsTransID, messageVersion, transStatus } =
    parseFields(Buffer.concat(chunks).toString()) ?? {};
  asked.get(String(threeDSServerTransID))?.answerAsBank(transStatus === 'Y' ? 'yes' : 'no');
  response.end(
    JSON.stringify({
      messageType: 'RRes',
      messageVersion,
      threeDSServerTransID,
      acsTransID,
      dsTransID,
      resultsStatus: '01',
    }),
  );
};

export type StrangePages = {
  readonly url: string;
  /** What each path answers. */
  readonly pages: Map<string, string>;
  /** Answers that are held back until a test lets them go. */
  readonly held: Map<string, Promise<void>>;
  readonly close: () => void;
};

/** A bank of another kind: its pages do what a test wants. */
export const startStrangePages = async (): Promise<StrangePages> => {
  const pages = new Map<string, string>();
  const held = new Map<string, Promise<void>>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    request.resume();
    await held.get(path);
    response
      .setHeader('content-type', 'text/html')
      .end(`<!doctype html><title>bank</title>${pages.get(path) ?? '<p id="there">Nothing is here.'}`);
  };
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    held,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
