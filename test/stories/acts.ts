/** All that can be done in a story. Each story has an order and a merchant's shop of its own. */
import { atTheBank } from './at-the-bank.ts';
import { bySession } from './by-session.ts';
import { byServer } from './by-server.ts';
import { hearing } from './hearing.ts';
import type { Acts } from './stage.ts';
import { threeDSecureMatrix } from './three-d-secure-matrix.ts';

export const acts: Acts = { ...bySession, ...byServer, ...atTheBank, ...hearing, ...threeDSecureMatrix };
