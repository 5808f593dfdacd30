import { type AmountChallenger, challengeAmounts } from '../../scoring/scorecard/amount-challenger.ts';
import { amountPerformanceOf } from '../../scoring/monitoring/amount-performance.ts';
import { foldResults, sealReport } from '../../scoring/monitoring/training-report.ts';
import type { Spread } from '../../scoring/scorecard/cross-validate.ts';
import { crossValidateContinuous } from '../../scoring/scorecard/continuous-metrics.ts';
import { readContinuousTarget } from '../../scoring/scorecard/continuous-target.ts';
import { amountDirectionCosts } from '../../scoring/scorecard/direction-cost.ts';
import { type ContinuousSpec, fitContinuous } from '../../scoring/scorecard/fit-continuous.ts';
import { withSeconds } from '../../scoring/scorecard/fit.ts';
import { largest } from '../../scoring/scorecard/largest.ts';
import { loadTensorFlow } from '../tensorflow.ts';
import type { Cli } from './cli.ts';
import { reportPathOf } from './training-report-file.ts';
import {
  directionCostsOf,
  leakageOf,
  plainFolds,
  tellNotes,
  timed,
  type TrainOrder,
  warnOfForbidden,
  writeWhole,
} from './training-order.ts';

/** Trains a scorecard of an amount, or of a share: the same card, its terms in the target's unit or in log-odds. */
export async function trainAmount(
  cli: Cli,
  { options, table, spec }: TrainOrder,
  kind: 'amount' | 'share',
): Promise<void> {
  const target = readContinuousTarget(table, spec.target.name, kind);
  if (target.kind === 'refused') return cli.refuse(target.reason);
  const leakage = leakageOf(cli, table, target.outcomes, spec, options);
  const full: ContinuousSpec = { ...spec, target: { ...spec.target, kind } };
  const folds = await plainFolds(cli, table, options);
  const { tf, backend } = await loadTensorFlow();
  const fitted = await timed(() => fitContinuous(tf, table, full));
  const outcome = fitted.value;
  if (outcome.kind === 'refused') return cli.refuse(outcome.reason);
  tellNotes(cli, outcome.notes);
  warnOfForbidden(cli, outcome.scorecard);
  const bar = cli.progress('cross-validating', largest(folds) + 1);
  const validated = await crossValidateContinuous(tf, table, full, folds, (done) => bar.update(done));
  bar.stop();
  if (validated.kind === 'refused') return cli.refuse(validated.reason);
  const scorecard = withSeconds(outcome.scorecard, fitted.seconds);
  const challenger = options.challenger
    ? await challengerOf(cli, folds, (onFold) =>
        challengeAmounts(tf, table, target.outcomes, spec, kind, folds, validated.outOfFold, onFold),
      )
    : null;
  const constraints = options.directionCost
    ? await directionCostsOf(cli, (onFit) =>
        amountDirectionCosts(tf, table, target.outcomes, full, folds, onFit),
      )
    : null;
  const { name, version, fingerprint } = scorecard;
  const report = sealReport({
    scorecard: { name, version, fingerprint },
    measured: 'out_of_fold',
    performance: amountPerformanceOf(kind, validated.outOfFold, target.outcomes),
    folds: foldResults(validated.folds, ['r2', 'mae', 'rmse']),
    notes: outcome.notes,
    leakage: { checked: leakage.checked, leaks: leakage.leaks },
    ...(challenger === null ? {} : { challenger }),
    ...(constraints === null ? {} : { constraints }),
  });
  await writeWhole(cli, options.out, `${JSON.stringify(scorecard, null, 1)}\n`);
  await writeWhole(cli, reportPathOf(options.out), `${JSON.stringify(report, null, 1)}\n`);
  const { folds: measured, r2, mae, pooled } = validated;
  const answer = {
    kind,
    rows: table.rows,
    characteristics: scorecard.characteristics.length,
    mean: scorecard.training.positiveRate,
    trainSeconds: fitted.seconds,
    backend,
    cv: {
      folds: measured.map((fold) => ({ r2: fold.r2, mae: fold.mae, rmse: fold.rmse })),
      r2,
      mae,
      rmse: pooled.rmse,
      actualOverExpected: pooled.actualOverExpected,
    },
    challenger,
    fingerprint,
    leakage: { checked: leakage.checked, allowed: leakage.leaks },
    directionCost: constraints,
  };
  cli.json(
    answer,
    [
      `${scorecard.name}: ${table.rows} rows, ${answer.characteristics} characteristics, mean ${kind} ${answer.mean.toPrecision(5)}`,
      `fitted in ${fitted.seconds} s by TensorFlow.js (${backend})`,
      `${measured.length} folds: ${r2Text(r2)}, mean absolute error ${mae.mean.toPrecision(5)}`,
      `real total over foretold ${pooled.actualOverExpected.toFixed(3)}`,
      ...(challenger === null ? [] : [priceOf(challenger)]),
      `${options.out}: fingerprint ${fingerprint}`,
    ].join('\n'),
  );
}

async function challengerOf(
  cli: Cli,
  folds: ArrayLike<number>,
  run: (onFold: (done: number) => void) => ReturnType<typeof challengeAmounts>,
): Promise<AmountChallenger | null> {
  const bar = cli.progress('training the challenger', largest(Array.from(folds)) + 1);
  const challenged = await run((done) => bar.update(done));
  bar.stop();
  if (challenged.kind === 'neural_network_of_amounts') return challenged;
  cli.message(`${challenged.rows} rows: too few for a challenger to say what explainability costs`);
  return null;
}

/** What explainability costs, in one line. */
function priceOf({ mae, maeGap, maeInterval: [low, high] }: AmountChallenger): string {
  const verdict =
    low > 0
      ? 'explainability costs this much'
      : high < 0
        ? 'explainability costs nothing here: the scorecard is nearer'
        : 'no cost of explainability can be told from chance';
  const figure = (value: number): string => `${value < 0 ? '' : '+'}${value.toPrecision(4)}`;
  return (
    `neural network on the same folds: mean absolute error ${mae.mean.toPrecision(5)}, ` +
    `that of the scorecard ${figure(maeGap)} (95 %: ${figure(low)} to ${figure(high)}); ${verdict}`
  );
}

function r2Text({ mean, sd }: Spread): string {
  return Number.isNaN(mean)
    ? 'R² cannot be told (outcomes are all alike in each)'
    : `R² ${mean.toFixed(4)} ± ${sd.toFixed(4)}`;
}
