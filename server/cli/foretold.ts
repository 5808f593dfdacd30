import type { Cell } from '../../data/files/write-csv.ts';
import { explainScore } from '../../scoring/explanation/contributions.ts';
import type { Contribution } from '../../scoring/explanation/explanation.ts';
import { scoreReasons } from '../../scoring/explanation/reasons.ts';
import { compileScorer } from '../../scoring/scorecard/compile.ts';
import { continuousMetrics } from '../../scoring/scorecard/continuous-metrics.ts';
import { readContinuousTarget } from '../../scoring/scorecard/continuous-target.ts';
import { foretoldNames, thresholdPoints, toldMonths } from '../../scoring/scorecard/foretold.ts';
import { monthsOf, type PaymentCurve, paymentCurves, readFollowed } from '../../scoring/scorecard/hazard.ts';
import { hazardMetrics, observedHazard } from '../../scoring/scorecard/hazard-metrics.ts';
import { predictionOf, targetKindOf } from '../../scoring/scorecard/prediction.ts';
import { unfamiliarIn } from '../../scoring/scorecard/score.ts';
import type { Scorecard, Value } from '../../scoring/scorecard/scorecard.ts';
import { rowOf, type Table, valueAt } from '../../scoring/scorecard/table.ts';
import type { Cli } from './cli.ts';
import type { ScoringInput } from './scoring-input.ts';
import { unfamiliarText } from './unfamiliar.ts';

function toldOf(scorecard: Scorecard, curve: PaymentCurve): readonly number[] {
  const months = toldMonths(scorecard);
  return [
    ...months.map((month) => curve.paid[month - 1]!),
    ...months.map((month) => curve.recovered[month - 1]!),
  ];
}

interface RowOptions {
  readonly reasons: number;
  readonly contributions?: boolean;
}

const ROWS_A_CHUNK = 4096;

/** The rows of `score`: what is foretold, points, reasons, contributions, and what training did not see. */
export function* foretoldRows(
  { scorecard, table, ids }: ScoringInput,
  { reasons, contributions }: RowOptions,
  count: { unfamiliar: number },
  onProgress: (done: number) => void,
): Generator<readonly Cell[]> {
  const needed = neededOf(scorecard, table);
  const hazard = targetKindOf(scorecard) === 'hazard';
  const scorer = compileScorer(scorecard);
  for (let from = 0; from < table.rows; from += ROWS_A_CHUNK) {
    const chunk = partOf(needed, from, Math.min(table.rows, from + ROWS_A_CHUNK));
    const scores = scorer.score(chunk);
    const curves = hazard ? paymentCurves(scorecard, chunk) : null;
    for (let at = 0; at < chunk.rows; at += 1) {
      const values = rowOf(chunk, at);
      const unfamiliar = unfamiliarIn(scorecard, values).map(unfamiliarText);
      if (unfamiliar.length > 0) count.unfamiliar += 1;
      const named = reasons === 0 ? [] : reasonsOf(scorecard, values);
      yield [
        ids ? valueAt(ids, from + at) : from + at + 1,
        ...(curves ? toldOf(scorecard, curves[at]!) : [predictionOf(scorecard, scores.logOdds[at]!)]),
        Math.round(scores.points[at]! * 100) / 100,
        ...Array.from({ length: reasons }, (_, rank) => named[rank] ?? null),
        ...(contributions
          ? [
              ...scorecard.characteristics.map((one, j) => one.attributes[scores.hits[j]![at]!]!.logOdds),
              ...scorecard.pairs.map((term, j) => term.logOdds[scores.cells[j]![at]!]!),
            ]
          : []),
        unfamiliar.join('; '),
      ];
    }
    onProgress(from + chunk.rows);
  }
}

function reasonsOf(scorecard: Scorecard, values: ReturnType<typeof rowOf>): readonly (string | null)[] {
  return scoreReasons(
    explainScore(scorecard, values),
    scorecard,
    thresholdPoints(scorecard),
    () => null,
    {},
  ).map(({ characteristic }) => characteristic);
}

/** The answer of `explain` for one row: base and contributions add up exactly, in the unit of the target or in log-odds. */
export function explainForetold(cli: Cli, { scorecard, table, ids }: ScoringInput, row: number): void {
  const values = rowOf(table, row - 1);
  const explained = explainScore(scorecard, values);
  const kind = targetKindOf(scorecard);
  const curve = kind === 'hazard' ? paymentCurves(scorecard, partOf(table, row - 1, row))[0]! : null;
  const told = curve
    ? Object.fromEntries(foretoldNames(scorecard).map((name, at) => [name, toldOf(scorecard, curve)[at]!]))
    : { [kind]: predictionOf(scorecard, explained.sum) };
  const contributions = explained.contributions.map(({ characteristic, value, logOdds, points, pair }) => ({
    characteristic,
    value: valueTold(value, pair),
    [kind === 'amount' ? 'amount' : 'logOdds']: logOdds,
    points,
  }));
  const answer = {
    kind,
    row,
    id: ids ? valueAt(ids, row - 1) : null,
    ...told,
    unit: kind === 'amount' ? scorecard.target.name : 'log-odds',
    base: explained.base,
    contributions,
    sum: explained.sum,
    points: explained.points,
    reasons: reasonsOf(scorecard, values),
    unfamiliar: unfamiliarIn(scorecard, values).map(unfamiliarText),
    ...(curve ? { curve: { ...curve, month: curve.paid.map((_, at) => at + 1) } } : {}),
  };
  const figure = (value: number): string => (kind === 'amount' ? value.toFixed(2) : value.toFixed(4));
  const signed = (value: number): string => `${value < 0 ? '−' : '+'}${figure(Math.abs(value))}`;
  const byWeight = [...explained.contributions].sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds));
  cli.json(
    answer,
    [
      ...Object.entries(told).map(([name, value]) => `${name}: ${figure(value)}`),
      `  ${signed(explained.base)}  the average case`,
      ...byWeight.map(
        ({ characteristic, value, logOdds, pair }) =>
          `  ${signed(logOdds)}  ${characteristic} = ${valueTold(value, pair) ?? 'missing'}`,
      ),
      `  ${signed(explained.sum)}  ${kind === 'amount' ? scorecard.target.name : 'log-odds'}${kind === 'hazard' ? ' of the first month; only the term of the month changes later' : ''}`,
      ...answer.unfamiliar.map((text) => `note: ${text}`),
    ].join('\n'),
  );
}

/** A pair term has the values of its two sides. */
function valueTold(value: Value, pair: Contribution['pair']): Value {
  return pair ? pair.map((side) => side.value ?? 'missing').join(' × ') : value;
}

/** The answer of `evaluate` where outcomes are amounts, shares or months. */
export function evaluateForetold(
  cli: Cli,
  { scorecard, table }: ScoringInput,
  target: string,
  months: string | undefined,
): void {
  const kind = targetKindOf(scorecard);
  const { fingerprint } = scorecard;
  if (kind === 'hazard') {
    if (months === undefined)
      cli.wrongUsage('a scorecard of months wants --months: how long each case was followed');
    const followed = readFollowed(table, target, months);
    if (followed.kind === 'refused') return cli.refuse(followed.reason);
    const curves = paymentCurves(scorecard, table);
    const metrics = hazardMetrics(curves, followed, observedHazard(followed, monthsOf(scorecard).horizon));
    return cli.json({ kind, rows: table.rows, ...metrics, fingerprint });
  }
  const read = readContinuousTarget(table, target, kind === 'share' ? 'share' : 'amount');
  if (read.kind === 'refused') return cli.refuse(read.reason);
  const { logOdds } = compileScorer(scorecard).score(table);
  const metrics = continuousMetrics(
    logOdds.map((sum) => predictionOf(scorecard, sum)),
    read.outcomes,
  );
  cli.json({ kind, rows: table.rows, ...metrics, fingerprint });
}

function neededOf(scorecard: Scorecard, table: Table): Table {
  const wanted = new Set(scorecard.characteristics.map(({ id }) => id));
  return { rows: table.rows, columns: table.columns.filter(({ id }) => wanted.has(id)) };
}

function partOf(table: Table, from: number, to: number): Table {
  return {
    rows: to - from,
    columns: table.columns.map((column) =>
      column.kind === 'numeric'
        ? { ...column, values: column.values.subarray(from, to) }
        : { ...column, codes: column.codes.subarray(from, to) },
    ),
  };
}
