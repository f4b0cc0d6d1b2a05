import { UsageError } from '../../tool/command.ts';
import { wholeNumber } from '../../tool/flags.ts';
import type { Command } from '../deps.ts';
import { pretty } from '../show.ts';
import { ENDPOINT } from './endpoints.ts';

export const endpointsRotateSecret: Command = {
  words: 'endpoints rotate-secret',
  about: 'gives an endpoint a new secret and shows it, this once',
  flags: {
    'overlap-hours': { about: 'how long deliveries carry both signatures; 24 when left out', isRequired: false },
    'switch-at': {
      about:
        'for receivers that read one signature only: the old secret signs until this time, the new one from then on',
      isRequired: false,
    },
  },
  operands: [ENDPOINT],
  examples: [
    'tollgate endpoints rotate-secret we_… --overlap-hours 48',
    'tollgate endpoints rotate-secret we_… --switch-at 2027-01-31T10:00:00Z',
    'tollgate endpoints rotate-secret we_… --overlap-hours 0   # it leaked',
  ],
  run: async ({ connect }, { endpoint: id = '', 'overlap-hours': hours, 'switch-at': switchAt }) => {
    if (hours !== undefined && switchAt !== undefined)
      throw new UsageError('--switch-at sends one signature at a time: there is no overlap to give.');
    const overlapHours = wholeNumber('overlap-hours', hours, { least: 0, most: 168, otherwise: 24 });
    const endpoint = await connect().webhookEndpoints.rotateSecret(
      id,
      switchAt === undefined ? { overlapHours } : { rotation: 'switchAt', switchAt },
    );
    return { json: endpoint, lines: [`Secret  ${endpoint.secret}`] };
  },
};

export const endpointsCancelSwitch: Command = {
  words: 'endpoints cancel-switch',
  about: 'gives up a new secret that was to sign from a moment on',
  flags: {},
  operands: [ENDPOINT],
  run: async ({ connect }, { endpoint: id = '' }) => {
    const endpoint = await connect().webhookEndpoints.cancelSecretSwitch(id);
    return { json: endpoint, lines: pretty(endpoint) };
  },
};

export const endpointsRotateKey: Command = {
  words: 'endpoints rotate-key',
  about: 'gives an endpoint that signs with ed25519 a new key pair',
  flags: {
    'overlap-hours': { about: 'how long deliveries carry both signatures; 24 when left out', isRequired: false },
  },
  operands: [ENDPOINT],
  run: async ({ connect }, { endpoint: id = '', 'overlap-hours': hours }) => {
    const overlapHours = wholeNumber('overlap-hours', hours, { least: 0, most: 168, otherwise: 24 });
    const endpoint = await connect().webhookEndpoints.rotateSigningKey(id, { overlapHours });
    return { json: endpoint, lines: pretty(endpoint) };
  },
};
