import { appendAuditEntry } from '../../data/audit/chain.ts';
import { findPortfolio, type Portfolio } from '../../data/stores/portfolios.ts';
import { findNewestScorecard, insertScorecard, nextScorecardVersion } from '../../data/stores/scorecards.ts';
import { type KnownOutcomes, readOutcomes } from '../../data/views/outcomes.ts';
import { characteristicsFor, measureCase } from '../../scoring/characteristics/catalogue.ts';
import type { Characteristic } from '../../scoring/characteristics/characteristic.ts';
import { refuseForbidden } from '../../scoring/characteristics/forbidden.ts';
import { historyOf } from '../../scoring/portfolio/as-of.ts';
import { openCases } from '../../scoring/portfolio/cases.ts';
import { addDays, type IsoDate } from '../../scoring/portfolio/dates.ts';
import type { CaseRef, PersonFile } from '../../scoring/portfolio/records.ts';
import { defaultedWithin, paidWithin, type Target } from '../../scoring/portfolio/targets.ts';
import type { KnownCases } from '../../scoring/monitoring/known-cases.ts';
import { performanceOf } from '../../scoring/monitoring/performance.ts';
import {
  BINARY_MEASURES,
  foldResults,
  sealReport,
  type TrainingReport,
} from '../../scoring/monitoring/training-report.ts';
import type { Challenger } from '../../scoring/scorecard/challenger.ts';
import { type CrossValidation, crossValidate } from '../../scoring/scorecard/cross-validate.ts';
import { fitScorecard, withSeconds } from '../../scoring/scorecard/fit.ts';
import { type HeldOut, holdOut } from '../../scoring/scorecard/hold-out.ts';
import { findLeaks, type LeakageCheck } from '../../scoring/scorecard/leakage.ts';
import type { Metrics } from '../../scoring/scorecard/metrics.ts';
import { targetKindOf } from '../../scoring/scorecard/prediction.ts';
import type { Scorecard, Value } from '../../scoring/scorecard/scorecard.ts';
import { informationValues } from '../../scoring/scorecard/information-value.ts';
import { type Table, tableOf } from '../../scoring/scorecard/table.ts';
import { readTarget } from '../../scoring/scorecard/target.ts';
import { loadTensorFlow } from '../tensorflow.ts';
import type { ActionContext } from './action.ts';
import { filesToLearnFrom } from './files-to-learn-from.ts';
import { findingsOf, type FindingsWanted, type TrainingFindings } from './training-findings.ts';

/** Payment of a claim within 90 days; default of a credit within 12 months; or an outcome that came with the file. */
export type TargetName = 'payment_90d' | 'default_12m' | { readonly outcome: string };

export interface LearnOrder extends FindingsWanted {
  /** One, or several of a kind that are scored alike. */
  readonly portfolios: readonly string[];
  readonly target: TargetName;
  /** The last day of the records that training may look at: nothing later is read, outcomes included. */
  readonly asOf: IsoDate;
  /** The name it is published under; the version is the next free one. */
  readonly scorecard: string;
  readonly seed: number;
  /** How it is judged, always on persons it did not see: five fits more, or one. */
  readonly check: 'cross_validation' | 'hold_out';
  /** Characteristics that count although they seem to know the outcome: a person answers for them. */
  readonly allowLeak?: readonly string[];
}

export interface LearnDone extends Metrics {
  readonly kind: 'done';
  readonly scorecard: Scorecard;
  readonly rows: number;
  readonly positiveRate: number;
  readonly trainSeconds: number;
  readonly check: LearnOrder['check'];
  /** Characteristics left out, and why. */
  readonly notes: readonly string[];
  readonly challenger: Challenger | null;
}

export interface LearnRefused {
  readonly kind: 'refused';
  readonly reason: string;
}

/** Observation dates lie a quarter apart, so that each window of 90 days is looked at once. */
const QUARTERS = 8;
const PAYMENT_DAYS = 90;
const DEFAULT_MONTHS = 12;
const FOLDS = 5;
/** More rows change the third decimal of the AUC and cost minutes; persons are then thinned evenly. */
const MOST_ROWS = 60_000;

const MOST_CHARACTERISTICS = 60;

const TARGET = 'target';

/** Trains a scorecard from the records as they stood, checks it on persons it did not see, and publishes it. */
export async function learnScorecard(
  context: ActionContext,
  order: LearnOrder,
  onProgress: (text: string) => void = () => undefined,
): Promise<LearnDone | LearnRefused> {
  const portfolios: Portfolio[] = [];
  for (const name of order.portfolios) {
    const portfolio = await findPortfolio(context.db, name);
    if (portfolio === null) return refused(`there is no portfolio "${name}"`);
    portfolios.push(portfolio);
  }
  const newest = await findNewestScorecard(context.db, order.scorecard);
  if (newest !== null && targetKindOf(newest) !== 'binary') {
    return refused(`"${order.scorecard}" is the name of a scorecard of another kind: choose another name`);
  }
  const [first, ...others] = portfolios;
  if (first === undefined) return refused('no portfolio is named');
  if (others.some(({ kind }) => kind !== first.kind)) {
    return refused('portfolios of claims and of applications are not scored alike');
  }
  const characteristics = characteristicsFor(caseKind(order.target, first)).filter(
    ({ role }) => role === 'score',
  );
  const forbidden = refuseForbidden(
    characteristics.map(({ id }) => id),
    first.jurisdiction,
  );
  if (forbidden.length > 0) {
    return refused(forbidden.map(({ name, reason, law }) => `${name}: ${reason.en} (${law})`).join(' '));
  }
  onProgress('reading records');
  const examples: Examples = { rows: [], persons: [] };
  for (const portfolio of portfolios)
    await gatherExamples(context, portfolio, order, characteristics, examples);
  if (examples.rows.length === 0) {
    return refused(`no case of ${order.portfolios.join(', ')} has a known outcome up to ${order.asOf}`);
  }
  const { rows, persons } = thinned(examples);
  const folds = foldsOf(rows, persons);
  const ids = [...characteristics.map(({ id }) => id), TARGET];
  const whole = tableOf(ids, rows);
  const { table, left } = strongestOf(whole, TARGET, (row) => folds[row] !== 0);
  const { tf } = await loadTensorFlow();
  const spec = {
    name: order.scorecard,
    version: await nextScorecardVersion(context.db, order.scorecard),
    target: { name: TARGET, favourable: favourableValue(order.target) },
    monotone: directionsOf(characteristics, favourableValue(order.target), new Set(numericIds(table))),
    change: Object.fromEntries(
      characteristics.flatMap(({ id, change }) => (change === null || left.has(id) ? [] : [[id, change]])),
    ),
    seed: order.seed,
    observedOn: order.asOf,
  };
  const leakage = leakageIn(table);
  const leak = leakage.leaks.find(({ column }) => !order.allowLeak?.includes(column));
  if (leak !== undefined) return refused(leak.sentence);
  onProgress(`fitting ${table.rows} rows`);
  const from = performance.now();
  const fitted = await fitScorecard(tf, table, spec);
  if (fitted.kind === 'refused') return refused(fitted.reason);
  const seconds = (performance.now() - from) / 1000;
  onProgress('checking on persons left out');
  const checked =
    order.check === 'hold_out'
      ? await holdOut(tf, table, spec, (row) => folds[row] === 0)
      : await crossValidate(tf, table, spec, folds);
  if (checked.kind === 'refused') return refused(checked.reason);
  const metrics = 'metrics' in checked ? checked.metrics : checked.pooled;
  const scorecard = withSeconds(fitted.scorecard, seconds);
  const training = { table, outcomes: outcomesOf(table), spec, folds, checked };
  const findings = await findingsOf(tf, training, order, onProgress);
  const report = reportOf(scorecard, table, checked, { notes: fitted.notes, leakage, ...findings }, order);
  await publishLearnt(context, scorecard, report);
  return {
    kind: 'done',
    scorecard,
    rows: table.rows,
    positiveRate: scorecard.training.positiveRate,
    trainSeconds: Math.round(seconds * 1000) / 1000,
    check: order.check,
    ...metrics,
    notes: fitted.notes,
    challenger: findings.challenger,
  };
}

function leakageIn(table: Table): LeakageCheck {
  const read = readTarget(table, TARGET);
  if (read.kind === 'refused') return { checked: 0, leaks: [], strongest: null };
  const columns = table.columns.map(({ id }) => id).filter((id) => id !== TARGET);
  return findLeaks(table, read.outcomes, columns);
}

interface Found extends TrainingFindings {
  readonly notes: readonly string[];
  readonly leakage: LeakageCheck;
}

/** What the model's page tells: how it did on persons it did not see, and from which records it came. */
function reportOf(
  scorecard: Scorecard,
  table: Table,
  checked: CrossValidation | HeldOut,
  { notes, leakage, challenger, constraints, uncertainty }: Found,
  { portfolios, target, asOf }: LearnOrder,
): TrainingReport {
  const { name, version, fingerprint } = scorecard;
  const inFolds = 'outOfFold' in checked;
  const probabilities = inFolds ? checked.outOfFold : checked.probability;
  const outcomes = inFolds ? outcomesOf(table) : checked.outcomes;
  return sealReport({
    scorecard: { name, version, fingerprint },
    measured: inFolds ? 'out_of_fold' : 'hold_out',
    performance: performanceOf(scorecard, probabilities, outcomes),
    folds: inFolds ? foldResults(checked.folds, BINARY_MEASURES) : [],
    notes,
    leakage: { checked: leakage.checked, leaks: leakage.leaks },
    ...(challenger === null ? {} : { challenger }),
    ...(constraints === null ? {} : { constraints }),
    ...(uncertainty === null ? {} : { uncertainty }),
    source: { portfolios, target, asOf },
  });
}

function outcomesOf(table: Table): Float64Array {
  const read = readTarget(table, TARGET);
  if (read.kind === 'refused') throw new Error(read.reason);
  return read.outcomes;
}

/**
 * Cases of the same records, dates and outcome as a training had; the first so many, which answers at once where all
 * of them take minutes. Null when the records hold none, or one outcome only.
 */
export async function gatherKnownCases(
  context: ActionContext,
  order: Pick<LearnOrder, 'portfolios' | 'target' | 'asOf'>,
  most: number,
): Promise<KnownCases | null> {
  const examples: Examples = { rows: [], persons: [] };
  let ids: readonly string[] = [];
  for (const name of order.portfolios) {
    const portfolio = await findPortfolio(context.db, name);
    if (portfolio === null) continue;
    const characteristics = characteristicsFor(caseKind(order.target, portfolio)).filter(
      ({ role }) => role === 'score',
    );
    ids = characteristics.map(({ id }) => id);
    const share = Math.ceil((most * (order.portfolios.indexOf(name) + 1)) / order.portfolios.length);
    await gatherExamples(context, portfolio, order, characteristics, examples, share);
  }
  const table = tableOf([...ids, TARGET], examples.rows.slice(0, most));
  const read = readTarget(table, TARGET);
  return read.kind === 'refused' ? null : { kind: 'binary', table, outcomes: read.outcomes };
}

/**
 * A scorecard that people can read: the characteristics that tell most by themselves. Weighed without the persons of
 * the first fold, so that a hold-out stays one.
 */
export function strongestOf(
  table: Table,
  target: string,
  isCounted: (row: number) => boolean,
): { readonly table: Table; readonly left: ReadonlySet<string> } {
  const kept = new Set(
    informationValues(table, target, isCounted)
      .slice(0, MOST_CHARACTERISTICS)
      .map(({ id }) => id),
  );
  const columns = table.columns.filter(({ id }) => id === target || kept.has(id));
  return {
    table: { rows: table.rows, columns },
    left: new Set(table.columns.map(({ id }) => id).filter((id) => !kept.has(id))),
  };
}

interface Examples {
  readonly rows: Record<string, Value>[];
  /** Whose each row is, counted from 0 over all portfolios. */
  readonly persons: number[];
}

async function gatherExamples(
  { db, today }: ActionContext,
  portfolio: Portfolio,
  order: Pick<LearnOrder, 'target' | 'asOf'>,
  characteristics: readonly Characteristic[],
  examples: Examples,
  most = Infinity,
): Promise<void> {
  const known =
    typeof order.target === 'object' ? await readOutcomes(db, portfolio.id, order.target.outcome) : null;
  let person = (examples.persons.at(-1) ?? -1) + 1;
  for await (const file of filesToLearnFrom(db, portfolio.id, today)) {
    if (examples.rows.length >= most) return;
    for (const { ref, on, target } of labelled(file, portfolio, order, known)) {
      const { values } = measureCase(historyOf(file, on, ref));
      const row: Record<string, Value> = { [TARGET]: target };
      for (const { id } of characteristics) row[id] = values[id] ?? null;
      examples.rows.push(row);
      examples.persons.push(person);
    }
    person += 1;
  }
}

function thinned({ rows, persons }: Examples): Examples {
  const keep = Math.ceil(rows.length / MOST_ROWS);
  if (keep <= 1) return { rows, persons };
  const kept = (_: unknown, at: number): boolean => at % keep === 0;
  return { rows: rows.filter(kept), persons: persons.filter(kept) };
}

/**
 * By person: nobody is in training and test. As they come, unless the first fold, on which most is judged, then has one
 * outcome only: then those with the rarer one are dealt out first.
 */
function foldsOf(rows: Examples['rows'], persons: readonly number[]): readonly number[] {
  const plain = persons.map((person) => person % FOLDS);
  const first = new Set(rows.filter((_, at) => plain[at] === 0).map((row) => row[TARGET]));
  if (first.size > 1) return plain;
  const ones = rows.filter((row) => row[TARGET] === 1).length;
  const rarer = ones * 2 <= rows.length ? 1 : 0;
  const having = persons.filter((_, at) => rows[at]![TARGET] === rarer);
  const order = [...new Set([...having, ...persons])];
  const placeOf = new Map(order.map((person, place) => [person, place]));
  return persons.map((person) => placeOf.get(person)! % FOLDS);
}

interface Labelled {
  readonly ref: CaseRef;
  readonly on: IsoDate;
  readonly target: 0 | 1;
}

/** Each case of the person on each observation date, with what came of it where that is known. */
function labelled(
  file: PersonFile,
  portfolio: Portfolio,
  { target, asOf }: Pick<LearnOrder, 'target' | 'asOf'>,
  known: KnownOutcomes | null,
): readonly Labelled[] {
  if (known !== null) {
    return openCases(file, portfolio.kind, asOf).flatMap((ref) => {
      const value =
        ref.kind === 'claim' ? known.ofClaims.get(ref.claimId) : known.ofApplications.get(ref.applicationId);
      return value === undefined ? [] : [{ ref, on: asOf, target: value === 1 ? 1 : 0 }];
    });
  }
  if (target === 'default_12m') {
    return file.applications.flatMap(({ applicationId, on }) =>
      example(
        { kind: 'application', applicationId },
        on,
        defaultedWithin(file, applicationId, on, DEFAULT_MONTHS, asOf),
      ),
    );
  }
  return observationDates(asOf).flatMap((on) =>
    openCases(file, 'collection', on).flatMap((ref) =>
      ref.kind === 'claim' ? example(ref, on, paidWithin(file, ref.claimId, on, PAYMENT_DAYS, asOf)) : [],
    ),
  );
}

function example(ref: CaseRef, on: IsoDate, target: Target): readonly Labelled[] {
  return target === null ? [] : [{ ref, on, target }];
}

function observationDates(asOf: IsoDate): readonly IsoDate[] {
  return Array.from({ length: QUARTERS }, (_, quarter) => addDays(asOf, -PAYMENT_DAYS * (quarter + 1)));
}

/** Which value of the target is the good one: paying is; a default, or an outcome that came with a file, is not. */
function favourableValue(target: TargetName): 0 | 1 {
  return target === 'payment_90d' ? 1 : 0;
}

function caseKind(target: TargetName, portfolio: Portfolio): 'claim' | 'application' {
  if (target === 'default_12m') return 'application';
  return portfolio.kind === 'credit' ? 'application' : 'claim';
}

/** P(target = 1) rises with what favours the person when 1 is the favourable value, and falls otherwise. */
export function directionsOf(
  characteristics: readonly Characteristic[],
  favourable: 0 | 1,
  numeric: ReadonlySet<string>,
): Record<string, -1 | 1> {
  const directions: Record<string, -1 | 1> = {};
  for (const { id, favours } of characteristics) {
    if (favours !== 0 && numeric.has(id)) directions[id] = favours > 0 === (favourable === 1) ? 1 : -1;
  }
  return directions;
}

export function numericIds(table: ReturnType<typeof tableOf>): readonly string[] {
  return table.columns.filter(({ kind }) => kind === 'numeric').map(({ id }) => id);
}

export async function publishLearnt(
  { db, now, actor }: ActionContext,
  scorecard: Scorecard,
  report: TrainingReport,
): Promise<void> {
  await db.transaction(async (transaction) => {
    await insertScorecard(transaction, scorecard, report, now);
    await appendAuditEntry(transaction, {
      at: now,
      actor,
      action: 'scorecard.published',
      subject: { kind: 'scorecard', id: null },
      details: { name: scorecard.name, version: scorecard.version, fingerprint: scorecard.fingerprint },
    });
  });
}

function refused(reason: string): LearnRefused {
  return { kind: 'refused', reason };
}
