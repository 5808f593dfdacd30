import type { Command } from 'commander';
import { explainScore } from '../../../scoring/explanation/contributions.ts';
import type { RecourseOption } from '../../../scoring/explanation/explanation.ts';
import { scoreReasons } from '../../../scoring/explanation/reasons.ts';
import { recourseOnScorecard, type ScorecardRecourse } from '../../../scoring/explanation/recourse.ts';
import { logit } from '../../../scoring/scorecard/metrics.ts';
import { targetKindOf } from '../../../scoring/scorecard/prediction.ts';
import { pointsOf } from '../../../scoring/scorecard/scaling.ts';
import { scoreRow, unfamiliarIn } from '../../../scoring/scorecard/score.ts';
import { probabilityInterval } from '../../../scoring/scorecard/uncertainty.ts';
import type { Attribute, Scorecard, Value } from '../../../scoring/scorecard/scorecard.ts';
import { rowOf, valueAt } from '../../../scoring/scorecard/table.ts';
import { type Cli, probabilityOption, wholeNumberOption } from '../cli.ts';
import { explainForetold } from '../foretold.ts';
import { scoringInput } from '../scoring-input.ts';
import { unfamiliarText } from '../unfamiliar.ts';

interface Options {
  readonly row: number;
  readonly id?: string;
  readonly cutoff?: number;
}

export function define(command: Command, cli: Cli): void {
  command
    .argument('<model>', 'scorecard (JSON) made by recourse train')
    .argument('<table>', 'CSV file with the columns of the scorecard')
    .requiredOption('--row <n>', 'which row: 1 is the first below the header', wholeNumberOption)
    .option('--id <column>', 'column that names the rows (default: "id")')
    .option('--cutoff <p>', 'probability that decides (default: the base rate)', probabilityOption)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Base and contributions are log-odds; they add up exactly to the sum. Recourse: the least burdensome changes that take
the probability across the cut-off, of what the spec says can change (see docs/scorecard-spec.md).

Examples:
  recourse explain loans.json applications.csv --row 12
  recourse explain loans.json applications.csv --row 12 --cutoff 0.2 --json`,
    )
    .action((model: string, table: string, options: Options) => explain(cli, model, table, options));
}

async function explain(cli: Cli, modelPath: string, tablePath: string, options: Options): Promise<void> {
  const input = await scoringInput(cli, modelPath, tablePath, options.id);
  const { scorecard, table, ids } = input;
  if (options.row < 1 || options.row > table.rows) {
    return cli.refuse(`the table has rows 1 to ${table.rows}; there is no row ${options.row}`);
  }
  if (targetKindOf(scorecard) !== 'binary') return explainForetold(cli, input, options.row);
  const values = rowOf(table, options.row - 1);
  const cutoff = options.cutoff ?? scorecard.training.positiveRate;
  const explained = explainScore(scorecard, values);
  const threshold = pointsOf(scorecard.scaling, scorecard.target.favourable, logit(cutoff));
  const reasons = scoreReasons(explained, scorecard, threshold, () => null, {});
  const answer = {
    row: options.row,
    id: ids ? valueAt(ids, options.row - 1) : null,
    base: explained.base,
    contributions: explained.contributions.map(
      ({ characteristic, value, attribute, logOdds, points, pair }, at) => ({
        characteristic,
        value: pair ? pair.map((side) => side.value ?? 'missing').join(' × ') : value,
        attribute: pair
          ? `cell ${attribute}`
          : attributeText(scorecard.characteristics[at]!.attributes[attribute]!),
        logOdds,
        points,
      }),
    ),
    sum: explained.sum,
    probability: explained.probability,
    interval: probabilityInterval(scorecard, scoreRow(scorecard, values)),
    basePoints: explained.basePoints,
    points: explained.points,
    cutoff,
    reasons: reasons.map(({ characteristic, value, points }) => ({ characteristic, value, points })),
    recourse: recourseOnScorecard(scorecard, values, cutoff),
    unfamiliar: unfamiliarIn(scorecard, values).map(unfamiliarText),
  };
  cli.json(answer, textOf(scorecard, answer));
}

function attributeText(attribute: Attribute): string {
  switch (attribute.kind) {
    case 'range':
      if (attribute.from === null) return attribute.to === null ? 'any number' : `below ${attribute.to}`;
      return attribute.to === null
        ? `${attribute.from} or more`
        : `${attribute.from} to below ${attribute.to}`;
    case 'categories':
      return attribute.values.join(', ');
    case 'special':
      return `code ${attribute.value}`;
    case 'missing':
      return 'missing';
    case 'other':
      return 'any other';
  }
}

interface Answer {
  readonly base: number;
  readonly contributions: readonly {
    readonly characteristic: string;
    readonly value: Value;
    readonly attribute: string;
    readonly logOdds: number;
  }[];
  readonly sum: number;
  readonly probability: number;
  /** Holds P(target = 1) with 90 % confidence. */
  readonly interval: { readonly from: number; readonly to: number };
  readonly points: number;
  readonly cutoff: number;
  readonly reasons: readonly { readonly characteristic: string | null; readonly value: Value }[];
  readonly recourse: ScorecardRecourse;
  readonly unfamiliar: readonly string[];
}

function textOf(scorecard: Scorecard, answer: Answer): string {
  const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
  const byWeight = [...answer.contributions].sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds));
  return [
    `P(${scorecard.target.name} = 1) = ${answer.probability.toFixed(4)} (90 %: ${answer.interval.from.toFixed(4)} to ${answer.interval.to.toFixed(4)}), cut-off ${answer.cutoff.toFixed(4)}, ${answer.points.toFixed(1)} points`,
    `  ${signed(answer.base)}  the average case`,
    ...byWeight.map(
      ({ characteristic, value, attribute, logOdds }) =>
        `  ${signed(logOdds)}  ${characteristic} = ${value ?? 'missing'} (${attribute})`,
    ),
    `  ${signed(answer.sum)}  log-odds`,
    ...answer.reasons.map(({ characteristic, value }) => `reason: ${characteristic} = ${value ?? 'missing'}`),
    ...recourseText(answer.recourse),
    ...answer.unfamiliar.map((text) => `note: ${text}`),
  ].join('\n');
}

function recourseText(recourse: ScorecardRecourse): readonly string[] {
  if (recourse.kind === 'not_needed') return ['recourse: not needed, the score is on the good side'];
  if (recourse.kind === 'options') return recourse.options.map(optionText);
  return recourse.because === 'nothing_changeable'
    ? ['recourse: none, nothing that the spec calls changeable would help']
    : [`recourse: none, even every change together leaves ${recourse.best.probability.toFixed(4)}`];
}

function optionText({ changes, days }: RecourseOption): string {
  const steps = changes.map(({ characteristic, from, to }) => `${characteristic} from ${from} to ${to}`);
  return `recourse: ${steps.join(' and ')}${days > 0 ? `, in ${days} days` : ''}`;
}
