import type { Experience } from './customers.ts';
import type { AttackResult } from './simulate.ts';

const shown = (count: number): string => count.toLocaleString('en');
const shareOf = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(3)} %`;

export const attackRow = ({ attack, reached, honest }: AttackResult): string =>
  `| ${attack.name} | ${shown(reached.tries)} | ${shown(reached.reachedBank)} | ` +
  `${shareOf(reached.reachedBank, reached.tries)} | ${shown(honest.customers)} | ${shown(honest.blocked)} |`;

export const honestRow = (met: Experience): string =>
  `| ${shown(met.customers)} | ${shown(met.paid)} | ${shown(met.worked)} | ${shown(met.demanded)} | ` +
  `${shown(met.blocked)} | ${shareOf(met.blocked, met.customers)} | ${shown(met.blockedAndLost)} |`;
