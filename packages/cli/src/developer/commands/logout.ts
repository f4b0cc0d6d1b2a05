import { DEFAULT_PROFILE, removeProfile } from '../profiles.ts';
import type { Command } from '../deps.ts';

export const logout: Command = {
  words: 'logout',
  about: 'forgets the address and the key that `tollgate login` stored',
  flags: {},
  more: ['The key itself stays valid: `DELETE /api-keys/{id}` ends it.'],
  run: async ({ terminal, profileName }) => {
    const wasThere = removeProfile(terminal.environment, profileName);
    const who = profileName === DEFAULT_PROFILE ? '' : ` as "${profileName}"`;
    return {
      json: { profile: profileName, wasSignedIn: wasThere },
      lines: [wasThere ? `Signed out${who}.` : `Nobody was signed in${who}.`],
    };
  },
};
