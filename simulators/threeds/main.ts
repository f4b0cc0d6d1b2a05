import { runSimulator } from '../shared/main.ts';
import { startThreeDs } from './threeds.ts';

const usage = `3-D Secure simulator: a directory server and an ACS on a laptop, with a journal of their own and faults on demand.

  node simulators/threeds/main.ts

Settings (environment):
  TOLLGATE_THREEDS_PORT   port to listen on, 0 picks a free one   (8083)
  TOLLGATE_THREEDS_URL    where browsers and the gateway find it   (http://<HOST>:<TOLLGATE_THREEDS_PORT>)
  TOLLGATE_DATA_DIR       the journal is <dir>/threeds/journal.jsonl   (.tollgate)
  HOST                    address to listen on   (127.0.0.1)

Open its address in a browser to see the last authentications and to switch faults on.
SIGTERM or SIGINT stops it.
`;

await runSimulator({
  name: '3-D Secure simulator',
  usage,
  portSetting: 'TOLLGATE_THREEDS_PORT',
  defaultPort: 8083,
  start: (settings) => {
    const publicUrl = process.env['TOLLGATE_THREEDS_URL'];
    if (publicUrl !== undefined && !/^https?:$/.test(URL.parse(publicUrl)?.protocol ?? '')) {
      throw new Error('TOLLGATE_THREEDS_URL is an address that begins with http:// or https://.');
    }
    return startThreeDs({ ...settings, publicUrl });
  },
});
