import { targetKindOf } from '../prediction.ts';
import type { Scorecard } from '../scorecard.ts';
import type { SqlDialect } from './dialect.ts';

/** What the reader of the SELECT is told first, as comments. */
export function headerOf(
  scorecard: Scorecard,
  dialect: SqlDialect,
  cutoff: number | undefined,
): readonly string[] {
  const { name, version, fingerprint, training } = scorecard;
  const against =
    cutoff === undefined ? `the average of training, ${training.positiveRate}` : `a cut-off of ${cutoff}`;
  return [
    `-- Scorecard ${shown(name)}, version ${version}, for ${dialect.title}, made by Recourse.`,
    `-- Fingerprint ${shown(fingerprint)}.`,
    `-- ${foretoldText(scorecard)} points: more is better for the person.`,
    `-- reasons: what cost most points against ${against}.`,
  ];
}

function foretoldText(scorecard: Scorecard): string {
  const target = shown(scorecard.target.name);
  switch (targetKindOf(scorecard)) {
    case 'binary':
      return `probability: that ${target} is 1.`;
    case 'share':
      return `share: the expected ${target}, 0 to 1.`;
    case 'amount':
      return `amount: the expected ${target}; contributions are in its unit.`;
    case 'hazard':
      return `paid_N, recovered_N: what has come of ${target} by month N; all else is of the first month.`;
  }
}

/** For a comment, which a line break in a name must not end. */
export function shown(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u2028\u2029\u0085]/g, ' ');
}
