import { CHECKS, type Check } from './checks.ts';
import type { Finding } from './judge.ts';
import type { Stage } from './stage.ts';

export type Judged = Finding & Pick<Check, 'name' | 'title'>;

/** One check after the other; `tell` hears of each as it ends. Unless a correct event is taken, no other is sent. */
export const rehearseAll = async (
  stage: Stage,
  checks: readonly Check[],
  tell: (judged: Judged) => void,
): Promise<readonly Judged[]> => {
  const all: Judged[] = [];
  let isUseless = false;
  for (const { name, title, run } of checks) {
    const finding: Finding = isUseless ? { grade: 'skipped', saw: 'a correct event is not taken' } : await run(stage);
    const judged = { name, title, ...finding };
    all.push(judged);
    tell(judged);
    if (name === FIRST && finding.grade === 'fail') isUseless = true;
  }
  return all;
};

const [{ name: FIRST } = { name: '' }] = CHECKS;
