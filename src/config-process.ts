import { readFileSync } from 'node:fs';
import { url as inspectorUrl } from 'node:inspector';
import { ConfigError, readNodeOptions } from './config.ts';

/** What could show the memory of a process, in which keys and cards are readable. */
export type ProcessState = {
  /** Node's own options: of its command line, and of `NODE_OPTIONS`. */
  readonly options: readonly string[];
  readonly isInspected: boolean;
  /** The text of `/proc/self/limits`; undefined where there is none. */
  readonly limits: string | undefined;
};

/**
 * For a gateway process where money is real: nobody reads its memory, neither by a debugger nor in a file that it
 * leaves behind.
 */
export const requireClosedMemory = (
  { mode }: { readonly mode: 'sandbox' | 'live' },
  state: ProcessState = currentState(),
): void => {
  if (mode === 'sandbox') return;
  const option = state.options.find((one) => OPENS_MEMORY.test(one));
  if (option !== undefined || state.isInspected)
    throw new ConfigError(
      `Node.js was started with ${option?.split('=')[0] ?? 'its inspector open'}, which shows the memory of the ` +
        'gateway, cards and keys in it; live mode starts without.',
    );
  if (mayLeaveCore(state.limits))
    throw new ConfigError(
      'A crash would leave a core file with cards and keys in it: start the gateway with `ulimit -c 0`, with ' +
        'LimitCORE=0 in its systemd unit, or in a container with `--ulimit core=0`.',
    );
};

/** Node.js opens its inspector to whoever may send this signal, unless somebody else listens to it. */
export const refuseDebugSignal = ({ mode }: { readonly mode: 'sandbox' | 'live' }): void => {
  if (mode === 'live') process.on('SIGUSR1', () => undefined);
};

/**
 * The inspector, and whatever writes the heap, the environment or the whole memory to a file. Node takes `_` for `-`.
 */
const OPENS_MEMORY =
  /^--(inspect|debug|heapsnapshot|heap[-_]snapshot|heap[-_]prof|report[-_]|abort[-_]on[-_]uncaught|experimental[-_]report)/;

/** The soft limit is the one that counts; the kernel's line is `Max core file size  <soft>  <hard>  bytes`. */
const mayLeaveCore = (limits: string | undefined): boolean => {
  const soft = /^Max core file size\s+(\S+)/m.exec(limits ?? '')?.[1];
  return soft !== undefined && soft !== '0';
};

const currentState = (): ProcessState => ({
  options: [...process.execArgv, ...readNodeOptions()],
  isInspected: inspectorUrl() !== undefined,
  limits: readLimits(),
});

const readLimits = (): string | undefined => {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return undefined;
  }
};
