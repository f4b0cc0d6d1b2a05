import { check, modeOf, shownKey } from '../account.ts';
import type { Command } from '../deps.ts';
import { readProfiles } from '../profiles.ts';
import { columns } from '../show.ts';

export const whoami: Command = {
  words: 'whoami',
  about: 'shows which gateway and which key are used, and whether the gateway takes it',
  flags: {},
  run: async ({ terminal, signIn }) => {
    const { name, baseUrl, apiKey, source } = signIn();
    const profiles = Object.keys(readProfiles(terminal.environment));
    await check({ baseUrl, apiKey });
    return {
      json: { profile: name, baseUrl, apiKey: shownKey(apiKey), mode: modeOf(apiKey), source, profiles },
      lines: columns([
        ['Gateway', baseUrl],
        ['API key', `${shownKey(apiKey)} (${modeOf(apiKey)})`],
        ['From', source === 'environment' ? 'TOLLGATE_API_KEY' : `profile "${name}"`],
        ['Profiles', profiles.join(', ') || '–'],
      ]),
    };
  },
};
