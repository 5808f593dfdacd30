import { hazardPerformanceOf } from '../../scoring/monitoring/hazard-performance.ts';
import { foldResults, sealReport } from '../../scoring/monitoring/training-report.ts';
import { hazardDirectionCosts } from '../../scoring/scorecard/direction-cost.ts';
import { withSeconds } from '../../scoring/scorecard/fit.ts';
import { fitHazard, monthsOf, readFollowed, unclearClaims } from '../../scoring/scorecard/hazard.ts';
import { crossValidateHazard } from '../../scoring/scorecard/hazard-metrics.ts';
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

/** Trains a scorecard of the month in which something comes, from cases that were followed for different times. */
export async function trainHazard(
  cli: Cli,
  { options, table, spec }: TrainOrder,
  months: string,
): Promise<void> {
  const followed = readFollowed(table, spec.target.name, months);
  if (followed.kind === 'refused') return cli.refuse(followed.reason);
  const { claim } = options;
  const unclear = claim === undefined ? null : unclearClaims(table, claim);
  if (unclear !== null) return cli.refuse(unclear.reason);
  const leakage = leakageOf(cli, table, followed.events, spec, options);
  const full = { ...spec, months, ...(claim === undefined ? {} : { claim }) };
  const folds = await plainFolds(cli, table, options);
  const { tf, backend } = await loadTensorFlow();
  const fitted = await timed(() => fitHazard(tf, table, full));
  const outcome = fitted.value;
  if (outcome.kind === 'refused') return cli.refuse(outcome.reason);
  tellNotes(cli, outcome.notes);
  warnOfForbidden(cli, outcome.scorecard);
  const bar = cli.progress('cross-validating', largest(folds) + 1);
  const validated = await crossValidateHazard(tf, table, full, folds, (done) => bar.update(done));
  bar.stop();
  if (validated.kind === 'refused') return cli.refuse(validated.reason);
  const scorecard = withSeconds(outcome.scorecard, fitted.seconds);
  const constraints = options.directionCost
    ? await directionCostsOf(cli, (onFit) => hazardDirectionCosts(tf, table, full, folds, onFit))
    : null;
  const { name, version, fingerprint } = scorecard;
  const report = sealReport({
    scorecard: { name, version, fingerprint },
    measured: 'out_of_fold',
    performance: hazardPerformanceOf(validated.outOfFold, followed, validated.points),
    folds: foldResults(validated.folds, ['concordance', 'logLoss']),
    notes: outcome.notes,
    leakage: { checked: leakage.checked, leaks: leakage.leaks },
    ...(constraints === null ? {} : { constraints }),
  });
  await writeWhole(cli, options.out, `${JSON.stringify(scorecard, null, 1)}\n`);
  await writeWhole(cli, reportPathOf(options.out), `${JSON.stringify(report, null, 1)}\n`);
  const { concordance, logLoss, pooled } = validated;
  const answer = {
    kind: 'hazard',
    rows: table.rows,
    personMonths: outcome.personMonths,
    horizon: monthsOf(scorecard).horizon,
    characteristics: scorecard.characteristics.length,
    positiveRate: followed.events.reduce((sum, event) => sum + event, 0) / table.rows,
    trainSeconds: fitted.seconds,
    backend,
    cv: {
      folds: validated.folds.map((fold) => ({ concordance: fold.concordance, logLoss: fold.logLoss })),
      concordance,
      logLoss,
      baseLogLoss: pooled.baseLogLoss,
      curve: pooled.curve,
    },
    fingerprint,
    leakage: { checked: leakage.checked, allowed: leakage.leaks },
    directionCost: constraints,
  };
  cli.json(
    answer,
    [
      `${scorecard.name}: ${table.rows} rows, ${answer.personMonths} months of them, ${answer.characteristics} characteristics`,
      `fitted in ${fitted.seconds} s by TensorFlow.js (${backend})`,
      `${validated.folds.length} folds: concordance ${concordance.mean.toFixed(4)} ± ${concordance.sd.toFixed(4)}, log loss of a month ` +
        `${logLoss.mean.toFixed(4)} (by the month alone ${pooled.baseLogLoss.toFixed(4)})`,
      ...pooled.curve.map(
        ({ month, foretold, observed }) =>
          `by month ${month}: ${(100 * foretold).toFixed(1)} % foretold, ${(100 * observed).toFixed(1)} % observed`,
      ),
      `${options.out}: fingerprint ${fingerprint}`,
    ].join('\n'),
  );
}
