import { rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { refuseForbidden } from '../../../scoring/characteristics/forbidden.ts';
import { sealReport, foldResults } from '../../../scoring/monitoring/training-report.ts';
import { performanceOf } from '../../../scoring/monitoring/performance.ts';
import { challenge, type Challenger } from '../../../scoring/scorecard/challenger.ts';
import {
  type CrossValidation,
  crossValidate,
  stratifiedFolds,
} from '../../../scoring/scorecard/cross-validate.ts';
import { fitScorecard, type ScorecardSpec, withSeconds } from '../../../scoring/scorecard/fit.ts';
import { findLeaks, type LeakageCheck } from '../../../scoring/scorecard/leakage.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { findColumn, type Table } from '../../../scoring/scorecard/table.ts';
import { readTarget } from '../../../scoring/scorecard/target.ts';
import { loadTensorFlow } from '../../tensorflow.ts';
import { type Cli, listOption, wholeNumberOption } from '../cli.ts';
import { tableFrom } from '../scoring-input.ts';
import { readSpecFile, type SpecFile } from '../scorecard-spec.ts';

interface Options {
  readonly target: string;
  readonly id?: string;
  readonly drop?: readonly string[];
  readonly spec?: string;
  readonly folds?: string;
  readonly cv?: number;
  readonly seed: number;
  readonly allowLeak?: readonly string[];
  readonly challenger: boolean;
  readonly out: string;
}

const USUAL_FOLDS = 5;

export function define(command: Command, cli: Cli): void {
  command
    .argument('<table>', 'CSV file with a header, one row a case')
    .requiredOption('--target <column>', 'the outcome to predict, 0 or 1 in every row')
    .option('--id <column>', 'column that names the rows; it never counts')
    .option('--drop <columns>', 'columns that must not count: A,B', listOption)
    .option('--spec <file>', 'directions, changes, codes and more (YAML; see docs/scorecard-spec.md)')
    .option('--folds <file>', 'CSV with the fold of each row, to compare with others on the same folds')
    .option('--cv <k>', `number of folds, dealt out by the seed (default: ${USUAL_FOLDS})`, wholeNumberOption)
    .option('--seed <n>', 'seed of the folds', wholeNumberOption, 0)
    .option(
      '--allow-leak <columns>',
      'columns that may count although they seem to know the outcome: A,B',
      listOption,
    )
    .option('--no-challenger', 'train no neural network beside it (it tells what explainability costs)')
    .requiredOption('--out <file>', 'where the scorecard goes (JSON)')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Types, categories, missing values and special codes are found out. Columns that say nothing are left out with a note.
A column that seems to be known only after the outcome is refused, with the evidence, until you say which it is:
--drop it, or --allow-leak it where it really is known beforehand (see docs/targets.md).
What the training found is told in MODEL.report.json beside the scorecard.

Examples:
  recourse train loans.csv --target bad --id loan_number --drop age,sex --out loans.json
  recourse train loans.csv --target bad --spec loans.yaml --folds folds.csv --out loans.json --json`,
    )
    .action((path: string, options: Options) => train(cli, path, options));
}

async function train(cli: Cli, path: string, options: Options): Promise<void> {
  if (options.folds !== undefined && options.cv !== undefined) {
    cli.wrongUsage('--folds and --cv exclude each other: the file says how many folds there are');
  }
  if (options.cv !== undefined && options.cv < 2) cli.wrongUsage('--cv wants at least 2 folds');
  const said = options.spec === undefined ? {} : await specFrom(cli, options.spec);
  const read = await tableFrom(cli, path, options.id === undefined ? {} : { verbatim: [options.id] });
  const table = { ...read, columns: read.columns.filter(({ id }) => id !== options.id) };
  const spec = specOf(said, options, basename(path).replace(/\.[^.]*$/, ''));
  const folds = await foldsFor(cli, table, options);
  const outcomes = outcomesOf(cli, table, options.target);
  const leakage = leakageOf(cli, table, outcomes, spec, options.allowLeak ?? []);
  const { tf, backend } = await loadTensorFlow();

  const from = performance.now();
  const outcome = await fitScorecard(tf, table, spec);
  if (outcome.kind === 'refused') return cli.refuse(outcome.reason);
  const trainSeconds = Number(((performance.now() - from) / 1000).toFixed(3));
  for (const note of outcome.notes) cli.message(note);
  warnOfForbidden(cli, outcome.scorecard);

  const bar = cli.progress('cross-validating', Math.max(...folds) + 1);
  const validated = await crossValidate(tf, table, spec, folds, (done) => bar.update(done));
  bar.stop();
  if (validated.kind === 'refused') return cli.refuse(validated.reason);

  const challenger = options.challenger
    ? await challengerOf(cli, folds, (onFold) =>
        challenge(tf, table, outcomes, spec, folds, validated.outOfFold, onFold),
      )
    : null;

  const scorecard = withSeconds(outcome.scorecard, trainSeconds);
  const report = sealReport({
    scorecard: { name: scorecard.name, version: scorecard.version, fingerprint: scorecard.fingerprint },
    measured: 'out_of_fold',
    performance: performanceOf(scorecard, validated.outOfFold, outcomes),
    folds: foldResults(validated.folds),
    notes: outcome.notes,
    leakage: { checked: leakage.checked, leaks: leakage.leaks },
    ...(challenger === null ? {} : { challenger }),
  });
  await writeWhole(cli, options.out, `${JSON.stringify(scorecard, null, 1)}\n`);
  await writeWhole(cli, reportPath(options.out), `${JSON.stringify(report, null, 1)}\n`);
  const answer = {
    rows: table.rows,
    characteristics: scorecard.characteristics.length,
    positiveRate: scorecard.training.positiveRate,
    trainSeconds,
    backend,
    cv: cvOf(validated),
    fingerprint: scorecard.fingerprint,
    leakage: { checked: leakage.checked, allowed: leakage.leaks },
    challenger,
  };
  cli.json(answer, summaryOf(scorecard, validated, challenger, trainSeconds, options.out));
}

/** Refuses what seems to know the future; what the person answers for is kept, and told in the report. */
function leakageOf(
  cli: Cli,
  table: Table,
  outcomes: Float64Array,
  spec: ScorecardSpec,
  allowed: readonly string[],
): LeakageCheck {
  const left = new Set([spec.target.name, ...(spec.drop ?? [])]);
  const columns = table.columns.map(({ id }) => id).filter((id) => !left.has(id));
  const unknown = allowed.find((id) => !columns.includes(id));
  if (unknown !== undefined) cli.refuse(`--allow-leak: the table has no column "${unknown}" that counts`);
  const check = findLeaks(table, outcomes, columns, spec);
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

async function challengerOf(
  cli: Cli,
  folds: Uint8Array,
  run: (onFold: (done: number) => void) => ReturnType<typeof challenge>,
): Promise<Challenger | null> {
  const bar = cli.progress('training the challenger', Math.max(...folds) + 1);
  const challenged = await run((done) => bar.update(done));
  bar.stop();
  if (challenged.kind === 'neural_network') return challenged;
  cli.message(
    `${challenged.ofRarerClass} rows of the rarer class: too few for a challenger to say what explainability costs`,
  );
  return null;
}

/** `loans.json` has its report in `loans.report.json`. */
function reportPath(out: string): string {
  return `${out.replace(/\.json$/i, '')}.report.json`;
}

/** A table may be measured as it comes; on people such a scorecard may not be used, and training from records refuses it. */
function warnOfForbidden(cli: Cli, { characteristics }: Scorecard): void {
  for (const { name, reason, law } of refuseForbidden(characteristics.map(({ id }) => id))) {
    cli.message(
      `${name}: not for deciding about people. ${reason.en} (${law}) Leave it out with --drop ${name}`,
    );
  }
}

async function specFrom(cli: Cli, path: string): Promise<SpecFile> {
  const read = await readSpecFile(path);
  return read.kind === 'spec' ? read.spec : cli.refuse(read.reason, read.problems);
}

function specOf(said: SpecFile, { target, drop, id, seed }: Options, name: string): ScorecardSpec {
  return {
    ...said,
    name: said.name ?? name,
    target: { name: target, favourable: said.target?.favourable ?? 0 },
    drop: [...new Set([...(said.drop ?? []), ...(drop ?? [])])].filter((column) => column !== id),
    seed,
  };
}

async function foldsFor(cli: Cli, table: Table, { target, folds, cv, seed }: Options): Promise<Uint8Array> {
  if (folds !== undefined) return foldsFrom(cli, folds, table.rows);
  const outcomes = outcomesOf(cli, table, target);
  const positives = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const rarer = Math.min(positives, table.rows - positives);
  const wanted = cv ?? USUAL_FOLDS;
  if (rarer < 3) {
    return cli.refuse(
      `target "${target}" has ${rarer} rows of its rarer class (want at least 3 to judge by)`,
    );
  }
  const count = Math.min(wanted, rarer);
  if (count < wanted) cli.message(`${rarer} rows of the rarer class: ${count} folds instead of ${wanted}`);
  return stratifiedFolds(outcomes, count, seed);
}

function outcomesOf(cli: Cli, table: Table, target: string): Float64Array {
  const read = readTarget(table, target);
  return read.kind === 'refused' ? cli.refuse(read.reason) : read.outcomes;
}

async function foldsFrom(cli: Cli, path: string, rows: number): Promise<Uint8Array> {
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
  const count = Math.max(...folds) + 1;
  const seen = new Set(folds);
  if (count < 2 || seen.size < count) {
    return cli.refuse(
      `${name}: wants folds 0 to k − 1 with rows in each; it has ${[...seen].sort().join(', ')}`,
    );
  }
  return folds;
}

function cvOf({ folds, auc, logLoss, brier, pooled }: CrossValidation) {
  return {
    folds: folds.map((fold) => ({ auc: fold.auc, logLoss: fold.logLoss, brier: fold.brier })),
    auc,
    logLoss,
    brier,
    ks: pooled.ks,
    ece: pooled.ece,
  };
}

function summaryOf(
  scorecard: Scorecard,
  cv: CrossValidation,
  challenger: Challenger | null,
  seconds: number,
  out: string,
): string {
  const { training, characteristics } = scorecard;
  const spread = ({ mean, sd }: { mean: number; sd: number }): string =>
    `${mean.toFixed(4)} ± ${sd.toFixed(4)}`;
  return [
    `${scorecard.name}: ${training.rows} rows, ${characteristics.length} characteristics, ` +
      `${(100 * training.positiveRate).toFixed(1)} % ${scorecard.target.name}`,
    `fitted in ${seconds} s by TensorFlow.js (${training.backend})`,
    `${cv.folds.length} folds: AUC ${spread(cv.auc)}, log loss ${spread(cv.logLoss)}, Brier ${spread(cv.brier)}`,
    `KS ${cv.pooled.ks.toFixed(4)}, calibration error ${cv.pooled.ece.toFixed(4)}`,
    ...(challenger === null ? [] : [priceOf(challenger)]),
    `${out}: fingerprint ${scorecard.fingerprint}`,
  ].join('\n');
}

/** What explainability costs, in one line. */
function priceOf({ auc, gap, interval: [low, high] }: Challenger): string {
  const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
  const verdict =
    low > 0
      ? 'explainability costs this much'
      : high < 0
        ? 'explainability costs nothing here: the scorecard ranks better'
        : 'no cost of explainability can be told from chance';
  return `neural network on the same folds: AUC ${auc.mean.toFixed(4)}, ${signed(gap)} (95 %: ${signed(low)} to ${signed(high)}); ${verdict}`;
}

/** Beside the place, then into it: nobody finds half a scorecard. */
async function writeWhole(cli: Cli, path: string, text: string): Promise<void> {
  try {
    await writeFile(`${path}.part`, text);
    await rename(`${path}.part`, path);
  } catch (error) {
    cli.refuse(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
