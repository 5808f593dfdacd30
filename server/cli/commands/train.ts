import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { performanceOf } from '../../../scoring/monitoring/performance.ts';
import { BINARY_MEASURES, foldResults, sealReport } from '../../../scoring/monitoring/training-report.ts';
import { challenge, type Challenger } from '../../../scoring/scorecard/challenger.ts';
import { type Coverage, coverageOf } from '../../../scoring/scorecard/coverage.ts';
import {
  type CrossValidation,
  crossValidate,
  stratifiedFolds,
} from '../../../scoring/scorecard/cross-validate.ts';
import {
  type DirectionCosts,
  directionCosts,
  type RankCost,
} from '../../../scoring/scorecard/direction-cost.ts';
import { fitScorecard, withSeconds } from '../../../scoring/scorecard/fit.ts';
import { largest } from '../../../scoring/scorecard/largest.ts';
import type { TargetKind } from '../../../scoring/scorecard/prediction.ts';
import type { RejectInference } from '../../../scoring/scorecard/reject-inference.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import type { Table } from '../../../scoring/scorecard/table.ts';
import { readTarget } from '../../../scoring/scorecard/target.ts';
import { loadTensorFlow } from '../../tensorflow.ts';
import { type Cli, listOption, wholeNumberOption } from '../cli.ts';
import { tableFrom } from '../scoring-input.ts';
import { trainAmount } from '../train-amount.ts';
import { trainHazard } from '../train-hazard.ts';
import { type RejectsUsed, trainWithRejects } from '../train-with-rejects.ts';
import { reportPathOf } from '../training-report-file.ts';
import {
  directionCostsOf,
  foldsFrom,
  leakageOf,
  refuseThinFolds,
  specFrom,
  specOf,
  tellNotes,
  timed,
  type TrainOptions,
  type TrainOrder,
  USUAL_FOLDS,
  warnOfForbidden,
  writeWhole,
} from '../training-order.ts';

export function define(command: Command, cli: Cli): void {
  command
    .argument('<table>', 'CSV file with a header, one row a case')
    .requiredOption('--target <column>', 'the outcome to predict: 0 or 1 in every row, or what --kind says')
    .option(
      '--kind <kind>',
      'binary, hazard (in which month), share (0 to 1) or amount',
      kindOption,
      'binary',
    )
    .option('--months <column>', 'of a hazard: whole months followed, up to the event or the last one known')
    .option('--claim <column>', 'of a hazard: names the claim, where one is observed on several dates')
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
    .option('--no-direction-cost', 'do not fit again without the directions (it tells what each costs)')
    .option('--rejects <file>', 'CSV of declined applications, with the same columns and no outcome')
    .option(
      '--reject-inference <method>',
      'suppose their outcomes: parcelling or fuzzy (an assumption; see docs/targets.md)',
      inferenceOption,
    )
    .option('--reject-odds <factor>', 'their odds of going bad over those of the accepted', oddsOption, 1.5)
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
  recourse train loans.csv --target bad --spec loans.yaml --folds folds.csv --out loans.json --json
  recourse train recoveries.csv --target recovered --kind amount --out recovered.json
  recourse train claims.csv --target paid --kind hazard --months months_followed --out curve.json
  recourse train loans.csv --target bad --rejects declined.csv --reject-inference parcelling --out loans.json`,
    )
    .action((path: string, options: TrainOptions) => train(cli, path, options));
}

async function train(cli: Cli, path: string, options: TrainOptions): Promise<void> {
  refuseContradictions(cli, options);
  const said = options.spec === undefined ? {} : await specFrom(cli, options.spec);
  const read = await tableFrom(cli, path, options.id === undefined ? {} : { verbatim: [options.id] });
  const table = { ...read, columns: read.columns.filter(({ id }) => id !== options.id) };
  const spec = specOf(said, options, basename(path).replace(/\.[^.]*$/, ''));
  const order = { options, table, spec };
  switch (options.kind) {
    case 'binary':
      return trainBinary(cli, order);
    case 'hazard':
      return trainHazard(cli, order, options.months!);
    case 'amount':
    case 'share':
      return trainAmount(cli, order, options.kind);
  }
}

function refuseContradictions(
  cli: Cli,
  { folds, cv, kind, months, claim, rejects, rejectInference }: TrainOptions,
): void {
  if (folds !== undefined && cv !== undefined) {
    cli.wrongUsage('--folds and --cv exclude each other: the file says how many folds there are');
  }
  if (cv !== undefined && cv < 2) cli.wrongUsage('--cv wants at least 2 folds');
  if ((kind === 'hazard') !== (months !== undefined)) {
    cli.wrongUsage('--kind hazard and --months go together: the months followed make the curve');
  }
  if (claim !== undefined && kind !== 'hazard') cli.wrongUsage('--claim is for --kind hazard');
  if ((rejects === undefined) !== (rejectInference === undefined)) {
    cli.wrongUsage('--rejects and --reject-inference go together: supposing outcomes is a choice of its own');
  }
  if (rejects !== undefined && kind !== 'binary') cli.wrongUsage('--rejects wants a target of 0 or 1');
}

async function trainBinary(cli: Cli, order: TrainOrder): Promise<void> {
  const { options, table, spec } = order;
  const folds = await foldsFor(cli, table, options);
  refuseThinFolds(cli, table, folds);
  const outcomes = outcomesOf(cli, table, options.target);
  const leakage = leakageOf(cli, table, outcomes, spec, options);
  const { tf, backend } = await loadTensorFlow();

  const { value: outcome, seconds: trainSeconds } = await timed(() => fitScorecard(tf, table, spec));
  if (outcome.kind === 'refused') return cli.refuse(outcome.reason);
  tellNotes(cli, outcome.notes);
  warnOfForbidden(cli, outcome.scorecard);

  const bar = cli.progress('cross-validating', largest(folds) + 1);
  const known = await crossValidate(tf, table, spec, folds, (done) => bar.update(done));
  bar.stop();
  if (known.kind === 'refused') return cli.refuse(known.reason);
  const { rejects: path, rejectInference: method } = options;
  const trained =
    path === undefined || method === undefined
      ? { kind: 'trained' as const, scorecard: outcome.scorecard, validated: known, used: null }
      : await trainWithRejects(cli, tf, order, { path, method }, outcome.scorecard, outcomes, folds);
  if (trained.kind === 'refused') return cli.refuse(trained.reason);
  const { validated } = trained;

  const challenger = options.challenger
    ? await challengerOf(cli, folds, (onFold) =>
        challenge(tf, table, outcomes, spec, folds, validated.outOfFold, onFold),
      )
    : null;

  const constraints = options.directionCost
    ? await directionCostsOf(cli, (onFit) => directionCosts(tf, table, outcomes, spec, folds, onFit))
    : null;
  const uncertainty = await coverageOf(tf, table, spec, folds);

  const scorecard = withSeconds(trained.scorecard, trainSeconds);
  const report = sealReport({
    scorecard: { name: scorecard.name, version: scorecard.version, fingerprint: scorecard.fingerprint },
    measured: 'out_of_fold',
    performance: performanceOf(scorecard, validated.outOfFold, outcomes),
    folds: foldResults(validated.folds, BINARY_MEASURES),
    notes: outcome.notes,
    leakage: { checked: leakage.checked, leaks: leakage.leaks },
    ...(challenger === null ? {} : { challenger }),
    ...(constraints === null ? {} : { constraints }),
    ...(uncertainty === null ? {} : { uncertainty }),
  });
  await writeWhole(cli, options.out, `${JSON.stringify(scorecard, null, 1)}\n`);
  await writeWhole(cli, reportPathOf(options.out), `${JSON.stringify(report, null, 1)}\n`);
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
    directionCost: constraints,
    coverage: uncertainty,
    ...(trained.used === null
      ? {}
      : {
          rejectInference: {
            ...trained.used,
            acceptedOnly: {
              auc: known.auc,
              logLoss: known.logLoss,
              fingerprint: outcome.scorecard.fingerprint,
            },
          },
        }),
  };
  const findings = { challenger, constraints, uncertainty };
  const summary = summaryOf(scorecard, validated, findings, trainSeconds, options.out);
  cli.json(answer, trained.used === null ? summary : `${summary}\n${rejectsText(trained.used)}`);
}

async function challengerOf(
  cli: Cli,
  folds: Uint8Array,
  run: (onFold: (done: number) => void) => ReturnType<typeof challenge>,
): Promise<Challenger | null> {
  const bar = cli.progress('training the challenger', largest(folds) + 1);
  const challenged = await run((done) => bar.update(done));
  bar.stop();
  if (challenged.kind === 'neural_network') return challenged;
  cli.message(
    `${challenged.ofRarerClass} rows of the rarer class: too few for a challenger to say what explainability costs`,
  );
  return null;
}

async function foldsFor(
  cli: Cli,
  table: Table,
  { target, folds, cv, seed }: TrainOptions,
): Promise<Uint8Array> {
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
  if (read.kind === 'target') return read.outcomes;
  const other =
    read.code === 'target_not_binary'
      ? '. For an amount say --kind amount, for a share of 0 to 1 --kind share'
      : '';
  return cli.refuse(`${read.reason}${other}`);
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
  { challenger, constraints, uncertainty }: Findings,
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
    ...(constraints === null ? [] : [directionsText(constraints)]),
    ...(uncertainty === null ? [] : [coverageText(uncertainty)]),
    `${out}: fingerprint ${scorecard.fingerprint}`,
  ].join('\n');
}

interface Findings {
  readonly challenger: Challenger | null;
  readonly constraints: DirectionCosts<RankCost> | null;
  readonly uncertainty: Coverage | null;
}

/** What explainability costs, in one line. */
function priceOf({ auc, gap, interval: [low, high] }: Challenger): string {
  const verdict =
    low > 0
      ? 'explainability costs this much'
      : high < 0
        ? 'explainability costs nothing here: the scorecard ranks better'
        : 'no cost of explainability can be told from chance';
  return `neural network on the same folds: AUC ${auc.mean.toFixed(4)}, ${signed(gap)} (95 %: ${signed(low)} to ${signed(high)}); ${verdict}`;
}

function directionsText({ together: { auc, interval }, held }: DirectionCosts<RankCost>): string {
  const [low, high] = interval;
  return `without the directions of ${held} characteristics: AUC ${signed(auc)} (95 %: ${signed(low)} to ${signed(high)})`;
}

function coverageText({ nominal, covered, rows }: Coverage): string {
  return `errors of scores: fits to separate rows agree within ${100 * nominal} % intervals in ${(100 * covered).toFixed(1)} % of ${rows} cases`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}

function rejectsText({ method, rejects, acceptedRate, supposedRate, assumption, swap }: RejectsUsed): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return [
    `with ${rejects} declined applications (${method}): ${percent(supposedRate)} supposed to have target 1, ${percent(acceptedRate)} of the accepted have`,
    `assumed: ${assumption}`,
    `letting through as many as before: ${swap.before.swappedIn} of the declined by the accepted alone, ${swap.after.swappedIn} with the declined; ` +
      `${swap.changed} applications change sides`,
  ].join('\n');
}

function kindOption(text: string): TargetKind {
  if (text === 'binary' || text === 'hazard' || text === 'share' || text === 'amount') return text;
  throw new InvalidArgumentError(`"${text}" is no kind of target (want binary, hazard, share or amount).`);
}

function inferenceOption(text: string): RejectInference {
  if (text === 'parcelling' || text === 'fuzzy') return text;
  throw new InvalidArgumentError(`"${text}" is no way to suppose outcomes (want parcelling or fuzzy).`);
}

function oddsOption(text: string): number {
  const factor = Number(text);
  if (text.trim() !== '' && factor >= 0.1 && factor <= 20) return factor;
  throw new InvalidArgumentError(`"${text}" is no factor of odds (want 0.1 to 20).`);
}
