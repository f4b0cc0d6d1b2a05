import { runSimulator } from '../shared/main.ts';
import { startAcquirer } from './acquirer.ts';

const usage = `Acquirer simulator: a bank's host on a laptop, with a journal of its own and faults on demand.

  node simulators/acquirer/main.ts

Settings (environment):
  TOLLGATE_ACQUIRER_PORT   port to listen on, 0 picks a free one   (8082)
  TOLLGATE_DATA_DIR        the journal is <dir>/acquirer/journal.jsonl   (.tollgate)
  HOST                     address to listen on   (127.0.0.1)
  TOLLGATE_ACQUIRER_KEY    terminal:key that callers must show   (none: everyone may call)

Open its address in a browser to see the last operations and to switch faults on.
SIGTERM or SIGINT stops it.
`;

await runSimulator({
  name: 'acquirer simulator',
  usage,
  portSetting: 'TOLLGATE_ACQUIRER_PORT',
  defaultPort: 8082,
  start: (settings) => startAcquirer({ ...settings, credentials: process.env['TOLLGATE_ACQUIRER_KEY'] }),
});
