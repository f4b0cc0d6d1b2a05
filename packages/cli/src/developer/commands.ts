import { bind } from '../tool/run.ts';
import { deliveriesList, endpointsDeliveries } from './commands/deliveries.ts';
import { endpointsCancelSwitch, endpointsRotateKey, endpointsRotateSecret } from './commands/endpoint-keys.ts';
import {
  endpointsCreate,
  endpointsDelete,
  endpointsList,
  endpointsShow,
  endpointsTest,
  endpointsUpdate,
} from './commands/endpoints.ts';
import { endpointsClearFaults, endpointsFaults, endpointsSetFaults } from './commands/faults.ts';
import { endpointsCancelReplay, endpointsReplays, eventsReplay } from './commands/replays.ts';
import { eventsList, eventsResend, eventsShow } from './commands/events.ts';
import { listenCommand } from './commands/listen.ts';
import { login } from './commands/login.ts';
import { logout } from './commands/logout.ts';
import {
  paymentsCancel,
  paymentsCapture,
  paymentsCreate,
  paymentsIncrement,
  paymentsList,
  paymentsShow,
} from './commands/payments.ts';
import { rehearse } from './commands/rehearse.ts';
import { requestsList, requestsShow } from './commands/requests.ts';
import { refundsCreate, refundsList, refundsShow } from './commands/refunds.ts';
import { sessionsCreate, sessionsExpire, sessionsList, sessionsOpen, sessionsShow } from './commands/sessions.ts';
import { trigger } from './commands/trigger.ts';
import { whoami } from './commands/whoami.ts';
import { openDeps, SHARED_FLAGS, type Command } from './deps.ts';
import { explain } from './explain.ts';

/** Every command of a shop's developer, in the order in which the help shows them. */
const commands: readonly Command[] = [
  login,
  logout,
  whoami,
  listenCommand,
  trigger,
  rehearse,
  eventsList,
  eventsShow,
  eventsResend,
  eventsReplay,
  deliveriesList,
  requestsList,
  requestsShow,
  sessionsCreate,
  sessionsShow,
  sessionsList,
  sessionsExpire,
  sessionsOpen,
  paymentsCreate,
  paymentsShow,
  paymentsList,
  paymentsCapture,
  paymentsIncrement,
  paymentsCancel,
  refundsCreate,
  refundsShow,
  refundsList,
  endpointsCreate,
  endpointsShow,
  endpointsList,
  endpointsUpdate,
  endpointsDelete,
  endpointsTest,
  endpointsDeliveries,
  endpointsRotateSecret,
  endpointsCancelSwitch,
  endpointsRotateKey,
  endpointsReplays,
  endpointsCancelReplay,
  endpointsFaults,
  endpointsSetFaults,
  endpointsClearFaults,
];

export const developerCommands = {
  title: 'For a shop’s developer, from any machine (sign in first: tollgate login)',
  commands: bind(commands, {
    open: async (terminal, given) => openDeps(terminal, given),
    explain,
    shared: SHARED_FLAGS,
  }),
};
