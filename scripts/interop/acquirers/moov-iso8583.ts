import { join } from 'node:path';
import { hearIso8583 } from './iso8583-judges.ts';
import type { AcquirerJudge } from './judge.ts';

const VERSION = 'v0.23.5';

export const moovIso8583: AcquirerJudge = {
  connector: 'iso8583',
  name: 'moov-io/iso8583, Go',
  version: VERSION,
  judges: 'messages of each dialect, unpacked and packed',
  wants: ['go'],
  hear: (place) =>
    hearIso8583(
      {
        program: ['moov-iso8583.go.txt', 'main.go'],
        files: { 'go.mod': 'module judge\n\ngo 1.22\n' },
        steps: [{ command: ['go', 'get', `github.com/moov-io/iso8583@${VERSION}`] }, { command: ['go', 'run', '.'] }],
      },
      // Its modules stay in the folder, and can be removed with it.
      { ...place, env: { ...place.env, GOPATH: join(place.folder, 'go'), GOFLAGS: '-modcacherw' } },
    ),
};
