import { findNewestScorecard, nextScorecardVersion } from '../../data/stores/scorecards.ts';
import { findPortfolio, type Portfolio } from '../../data/stores/portfolios.ts';
import { characteristicsFor, measureCase } from '../../scoring/characteristics/catalogue.ts';
import { hazardPerformanceOf } from '../../scoring/monitoring/hazard-performance.ts';
import type { KnownCases } from '../../scoring/monitoring/known-cases.ts';
import { foldResults, sealReport } from '../../scoring/monitoring/training-report.ts';
import { historyOf } from '../../scoring/portfolio/as-of.ts';
import { openCases } from '../../scoring/portfolio/cases.ts';
import { addMonths, type IsoDate } from '../../scoring/portfolio/dates.ts';
import { paymentMonths, type PaymentMonths } from '../../scoring/portfolio/targets.ts';
import {
  type DirectionCosts,
  hazardDirectionCosts,
  type RankCost,
} from '../../scoring/scorecard/direction-cost.ts';
import { withSeconds } from '../../scoring/scorecard/fit.ts';
import {
  fitHazard,
  type HazardSpec,
  readFollowed,
  recoveredAfterFirst,
} from '../../scoring/scorecard/hazard.ts';
import { crossValidateHazard, type HazardMetrics } from '../../scoring/scorecard/hazard-metrics.ts';
import { findLeaks } from '../../scoring/scorecard/leakage.ts';
import { targetKindOf } from '../../scoring/scorecard/prediction.ts';
import type { Scorecard, ValueRow } from '../../scoring/scorecard/scorecard.ts';
import { type Table, tableOf } from '../../scoring/scorecard/table.ts';
import { loadTensorFlow } from '../tensorflow.ts';
import type { ActionContext } from './action.ts';
import { filesToLearnFrom } from './files-to-learn-from.ts';
import {
  directionsOf,
  type LearnRefused,
  numericIds,
  publishLearnt,
  strongestOf,
} from './learn-scorecard.ts';

/** In which month a claim pays first: the curve of payment, learnt from claims followed to the end of the records. */
export interface CurveOrder {
  readonly portfolios: readonly string[];
  readonly asOf: IsoDate;
  readonly scorecard: string;
  readonly seed: number;
  readonly allowLeak?: readonly string[];
  readonly directionCost?: boolean;
}

export interface CurveLearnt {
  readonly kind: 'done';
  readonly scorecard: Scorecard;
  /** Observations of claims, and how many claims they are of. */
  readonly rows: number;
  readonly claims: number;
  readonly trainSeconds: number;
  readonly metrics: HazardMetrics;
  readonly notes: readonly string[];
}

/** The name of the target, as the source of a scorecard has it. */
export const PAYMENT_CURVE = 'payment_curve';

/** Claims are observed anew so often, so far back; the last month is left for the youngest to be followed in. */
const MONTHS_BETWEEN = 4;
const MONTHS_BACK = 33;
const HORIZON = 36;
const FOLDS = 5;

const [PAID, FOLLOWED, CLAIM] = ['paid', 'months_followed', 'claim'] as const;

export async function learnCurve(
  context: ActionContext,
  order: CurveOrder,
  onProgress: (text: string) => void = () => undefined,
): Promise<CurveLearnt | LearnRefused> {
  const { db } = context;
  const newest = await findNewestScorecard(db, order.scorecard);
  if (newest !== null && targetKindOf(newest) !== 'hazard') {
    return refused(
      `"${order.scorecard}" is the name of a scorecard of another kind: name the curve otherwise`,
    );
  }
  const portfolios: Portfolio[] = [];
  for (const name of order.portfolios) {
    const portfolio = await findPortfolio(db, name);
    if (portfolio === null) return refused(`there is no portfolio "${name}"`);
    if (portfolio.kind !== 'collection') return refused(`portfolio "${name}" has no claims to follow`);
    portfolios.push(portfolio);
  }
  onProgress('reading records');
  const observed = await observationsOf(context, portfolios, order.asOf, Infinity);
  const whole = tableFor(observed);
  const known = readFollowed(whole, PAID, FOLLOWED);
  if (known.kind === 'refused') {
    return refused(
      `no curve can be learnt of ${order.portfolios.join(', ')} up to ${order.asOf}: ${known.reason}`,
    );
  }
  const folds = observed.map(({ person }) => person % FOLDS);
  const characteristics = characteristicsFor('claim').filter(({ role }) => role === 'score');
  const bare = withoutColumns(whole, [FOLLOWED, CLAIM]);
  const { table: strongest, left } = strongestOf(bare, PAID, (row) => folds[row] !== 0);
  const kept = new Set([...strongest.columns.map(({ id }) => id), FOLLOWED, CLAIM]);
  const table: Table = { rows: whole.rows, columns: whole.columns.filter(({ id }) => kept.has(id)) };
  const leakage = findLeaks(
    table,
    known.events,
    strongest.columns.map(({ id }) => id).filter((id) => id !== PAID),
  );
  const leak = leakage.leaks.find(({ column }) => !order.allowLeak?.includes(column));
  if (leak !== undefined) return refused(leak.sentence);
  const { tf } = await loadTensorFlow();
  const spec: HazardSpec = {
    name: order.scorecard,
    version: await nextScorecardVersion(db, order.scorecard),
    target: { name: PAID, favourable: 1 },
    months: FOLLOWED,
    claim: CLAIM,
    monotone: directionsOf(characteristics, 1, new Set(numericIds(strongest))),
    change: Object.fromEntries(
      characteristics.flatMap(({ id, change }) => (change === null || left.has(id) ? [] : [[id, change]])),
    ),
    recovered: recoveredAfterFirst(
      observed.flatMap(({ followed }) => (followed.paid ? [followed.sharesAfter] : [])),
    ),
    seed: order.seed,
    observedOn: order.asOf,
  };
  onProgress(`fitting ${table.rows} observations`);
  const from = performance.now();
  const fitted = await fitHazard(tf, table, spec);
  if (fitted.kind === 'refused') return refused(fitted.reason);
  const seconds = (performance.now() - from) / 1000;
  onProgress('checking on persons left out');
  const checked = await crossValidateHazard(tf, table, spec, folds);
  if (checked.kind === 'refused') return refused(checked.reason);
  if (order.directionCost) onProgress('fitting without the directions');
  const constraints: DirectionCosts<RankCost> | null = order.directionCost
    ? await hazardDirectionCosts(tf, table, spec, folds)
    : null;
  const scorecard = withSeconds(fitted.scorecard, seconds);
  const { name, version, fingerprint } = scorecard;
  const report = sealReport({
    scorecard: { name, version, fingerprint },
    measured: 'out_of_fold',
    performance: hazardPerformanceOf(checked.outOfFold, known, checked.points),
    folds: foldResults(checked.folds, ['concordance', 'logLoss']),
    notes: fitted.notes,
    leakage: { checked: leakage.checked, leaks: leakage.leaks },
    ...(constraints === null ? {} : { constraints }),
    source: { portfolios: order.portfolios, target: PAYMENT_CURVE, asOf: order.asOf },
  });
  await publishLearnt(context, scorecard, report);
  return {
    kind: 'done',
    scorecard,
    rows: table.rows,
    claims: new Set(observed.map(({ claim }) => claim)).size,
    trainSeconds: Math.round(seconds * 1000) / 1000,
    metrics: checked.pooled,
    notes: fitted.notes,
  };
}

/** Observations of the same records as a training had, the first so many. Null where they hold none with both outcomes. */
export async function gatherFollowedCases(
  context: ActionContext,
  { portfolios, asOf }: Pick<CurveOrder, 'portfolios' | 'asOf'>,
  most: number,
): Promise<KnownCases | null> {
  const found = [];
  for (const name of portfolios) {
    const portfolio = await findPortfolio(context.db, name);
    if (portfolio !== null) found.push(portfolio);
  }
  const table = tableFor(await observationsOf(context, found, asOf, most));
  const followed = readFollowed(table, PAID, FOLLOWED);
  return followed.kind === 'refused' ? null : { kind: 'hazard', table, followed };
}

interface Observation {
  /** Counted over all portfolios: the same person is never in training and test. */
  readonly person: number;
  readonly claim: string;
  readonly values: ValueRow;
  readonly followed: PaymentMonths;
}

async function observationsOf(
  { db, today }: ActionContext,
  portfolios: readonly Portfolio[],
  asOf: IsoDate,
  most: number,
): Promise<readonly Observation[]> {
  const observed: Observation[] = [];
  let person = 0;
  for (const portfolio of portfolios) {
    for await (const file of filesToLearnFrom(db, portfolio.id, today)) {
      if (observed.length >= most) return observed;
      for (let back = 1; back <= MONTHS_BACK; back += MONTHS_BETWEEN) {
        const on = addMonths(asOf, -back);
        for (const ref of openCases(file, 'collection', on)) {
          if (ref.kind !== 'claim') continue;
          const followed = paymentMonths(file, ref.claimId, on, asOf, HORIZON);
          if (followed === null) continue;
          const { values } = measureCase(historyOf(file, on, ref));
          observed.push({ person, claim: `${portfolio.id}-${ref.claimId}`, values, followed });
        }
      }
      person += 1;
    }
  }
  return observed;
}

function tableFor(observed: readonly Observation[]): Table {
  const ids = characteristicsFor('claim')
    .filter(({ role }) => role === 'score')
    .map(({ id }) => id);
  return tableOf(
    [...ids, CLAIM, FOLLOWED, PAID],
    observed.map(({ claim, values, followed }) => ({
      ...values,
      [CLAIM]: claim,
      [FOLLOWED]: followed.months,
      [PAID]: followed.paid ? 1 : 0,
    })),
  );
}

function withoutColumns(table: Table, ids: readonly string[]): Table {
  return { ...table, columns: table.columns.filter(({ id }) => !ids.includes(id)) };
}

function refused(reason: string): LearnRefused {
  return { kind: 'refused', reason };
}
