import { rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { refuseForbidden } from '../../scoring/characteristics/forbidden.ts';
import type { ScorecardSpec } from '../../scoring/scorecard/fit.ts';
import { findAmountLeaks, findLeaks, type LeakageCheck } from '../../scoring/scorecard/leakage.ts';
import { claimsOf, firstOfClaims } from '../../scoring/scorecard/hazard.ts';
import { largest } from '../../scoring/scorecard/largest.ts';
import type { RejectInference } from '../../scoring/scorecard/reject-inference.ts';
import type { TargetKind } from '../../scoring/scorecard/prediction.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import { dealtFolds } from '../../scoring/scorecard/seeded.ts';
import { findColumn, takeRows, type Table } from '../../scoring/scorecard/table.ts';
import type { Cli } from './cli.ts';
import { tableFrom } from './scoring-input.ts';
import { readSpecFile, type SpecFile } from './scorecard-spec.ts';

/** What `recourse train` is asked for, whatever it is to foretell. */
export interface TrainOptions {
  readonly target: string;
  readonly id?: string;
  readonly drop?: readonly string[];
  readonly spec?: string;
  readonly folds?: string;
  readonly cv?: number;
  readonly seed: number;
  readonly allowLeak?: readonly string[];
  readonly challenger: boolean;
  readonly directionCost: boolean;
  readonly kind: TargetKind;
  readonly months?: string;
  readonly claim?: string;
  readonly rejects?: string;
  readonly rejectInference?: RejectInference;
  readonly rejectOdds: number;
  readonly out: string;
}

/** A table read, and what was asked of it. */
export interface TrainOrder {
  readonly options: TrainOptions;
  readonly table: Table;
  readonly spec: ScorecardSpec;
}

export const USUAL_FOLDS = 5;

export async function specFrom(cli: Cli, path: string): Promise<SpecFile> {
  const read = await readSpecFile(path);
  return read.kind === 'spec' ? read.spec : cli.refuse(read.reason, read.problems);
}

/** Of yes or no the bad outcome is counted unless the spec says otherwise; of months, shares and amounts what comes in. */
export function specOf(
  said: SpecFile,
  { target, drop, id, seed, kind }: TrainOptions,
  name: string,
): ScorecardSpec {
  return {
    ...said,
    name: said.name ?? name,
    target: { name: target, favourable: said.target?.favourable ?? (kind === 'binary' ? 0 : 1) },
    drop: [...new Set([...(said.drop ?? []), ...(drop ?? [])])].filter((column) => column !== id),
    seed,
  };
}

/** Refuses what seems to know the future; what the person answers for is kept, and told in the report. */
export function leakageOf(
  cli: Cli,
  table: Table,
  outcomes: Float64Array,
  spec: ScorecardSpec,
  { allowLeak: allowed = [], kind, months, claim }: TrainOptions,
): LeakageCheck {
  const left = new Set([spec.target.name, ...(spec.drop ?? []), ...[months ?? [], claim ?? []].flat()]);
  const columns = table.columns.map(({ id }) => id).filter((id) => !left.has(id));
  const unknown = allowed.find((id) => !columns.includes(id));
  if (unknown !== undefined) cli.refuse(`--allow-leak: the table has no column "${unknown}" that counts`);
  const check =
    kind === 'amount' || kind === 'share'
      ? findAmountLeaks(table, outcomes, columns)
      : leaksOfCases(table, outcomes, columns, spec, claim);
  const refused = check.leaks.filter(({ column }) => !allowed.includes(column));
  if (refused.length === 0) return check;
  const names = refused.map(({ column }) => column).join(',');
  const more = refused.length > 1 ? ` (and ${refused.length - 1} more)` : '';
  return cli.refuse(
    `${refused[0]!.sentence}${more}. Leave it out with --drop ${names}, or, where it is known before the ` +
      `outcome, say so with --allow-leak ${names}`,
    refused.length > 1 ? refused.map(({ sentence }) => sentence) : [],
  );
}

/** Of a claim seen on several dates one row is looked at: a few claims told over and over rank anything by chance. */
function leaksOfCases(
  table: Table,
  outcomes: Float64Array,
  columns: readonly string[],
  spec: ScorecardSpec,
  claim: string | undefined,
): LeakageCheck {
  if (claim === undefined) return findLeaks(table, outcomes, columns, spec);
  const rows = firstOfClaims(table, claim);
  return findLeaks(
    takeRows(table, rows),
    Float64Array.from(rows, (row) => outcomes[row]!),
    columns,
    spec,
  );
}

/** A table may be measured as it comes; on people such a scorecard may not be used, and training from records refuses it. */
export function warnOfForbidden(cli: Cli, { characteristics }: Scorecard): void {
  for (const { name, reason, law } of refuseForbidden(characteristics.map(({ id }) => id))) {
    cli.message(
      `${name}: not for deciding about people. ${reason.en} (${law}) Leave it out with --drop ${name}`,
    );
  }
}

export async function foldsFrom(cli: Cli, path: string, rows: number): Promise<Uint8Array> {
  const table = await tableFrom(cli, path);
  const name = basename(path);
  const column = table.columns.length === 1 ? table.columns[0] : findColumn(table, 'fold');
  if (column?.kind !== 'numeric')
    return cli.refuse(`${name}: wants one column "fold" with whole numbers from 0`);
  if (table.rows !== rows) return cli.refuse(`${name}: has ${table.rows} rows, the table has ${rows}`);
  const wrong = column.values.findIndex((fold) => !Number.isInteger(fold) || fold < 0 || fold > 99);
  if (wrong >= 0) {
    return cli.refuse(
      `${name} row ${wrong + 2}: fold "${column.values[wrong]}" is no whole number from 0 to 99`,
    );
  }
  const folds = Uint8Array.from(column.values);
  const count = largest(folds) + 1;
  const seen = new Set(folds);
  if (count < 2 || seen.size < count) {
    return cli.refuse(
      `${name}: wants folds 0 to k − 1 with rows in each; it has ${[...seen].sort().join(', ')}`,
    );
  }
  return folds;
}

/** The smallest table that a scorecard is fitted on (`readTarget` says so too, but of a part it would mislead). */
const FEWEST_ROWS = 10;

/** What is held back to judge by must leave enough to learn from. */
export function refuseThinFolds(cli: Cli, table: Table, folds: Uint8Array): void {
  const held = new Array<number>(largest(folds) + 1).fill(0);
  for (const fold of folds) held[fold] = held[fold]! + 1;
  const most = Math.max(...held);
  if (table.rows >= FEWEST_ROWS && table.rows - most < FEWEST_ROWS) {
    cli.refuse(
      `the table has ${table.rows} rows: with ${most} of them held back to judge by, ${table.rows - most} are left to ` +
        `learn from (want at least ${FEWEST_ROWS})`,
    );
  }
}

/** Fits of its own take their time: a bar tells how far they are. */
export async function directionCostsOf<Costs>(
  cli: Cli,
  run: (onFit: (done: number, of: number) => void) => Promise<Costs>,
): Promise<Costs> {
  const bar = cli.progress('fitting without the directions', 0);
  const costs = await run((done, of) => bar.update(done, of));
  bar.stop();
  return costs;
}

const MOST_NOTES = 20;

/** At the terminal; all of them stand in the training report. */
export function tellNotes(cli: Cli, notes: readonly string[]): void {
  for (const note of notes.slice(0, MOST_NOTES)) cli.message(note);
  if (notes.length > MOST_NOTES) {
    cli.message(`${notes.length - MOST_NOTES} more columns are left out for reasons such as these`);
  }
}

/** Beside the place, then into it: nobody finds half a scorecard. */
export async function writeWhole(cli: Cli, path: string, text: string): Promise<void> {
  try {
    await writeFile(`${path}.part`, text);
    await rename(`${path}.part`, path);
  } catch (error) {
    cli.refuse(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Folds of the file, or dealt out by the seed where outcomes have no classes to keep in equal parts; claims stay whole. */
export async function plainFolds(
  cli: Cli,
  table: Table,
  { folds, cv, seed, claim }: TrainOptions,
): Promise<Uint8Array> {
  if (folds !== undefined) return foldsFrom(cli, folds, table.rows);
  const wanted = cv ?? USUAL_FOLDS;
  if (claim === undefined) return dealtFolds(table.rows, Math.min(wanted, table.rows), seed);
  const { of, count } = claimsOf(table, claim);
  const dealt = dealtFolds(count, Math.min(wanted, count), seed);
  return Uint8Array.from(of, (place) => dealt[place]!);
}

/** Seconds that something took, to the millisecond. */
export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly seconds: number }> {
  const from = performance.now();
  const value = await work();
  return { value, seconds: Number(((performance.now() - from) / 1000).toFixed(3)) };
}
