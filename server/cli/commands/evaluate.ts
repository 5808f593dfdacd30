import type { Command } from 'commander';
import { compileScorer } from '../../../scoring/scorecard/compile.ts';
import { metricsOf } from '../../../scoring/scorecard/metrics.ts';
import { targetKindOf } from '../../../scoring/scorecard/prediction.ts';
import { readTarget } from '../../../scoring/scorecard/target.ts';
import type { Cli } from '../cli.ts';
import { evaluateForetold } from '../foretold.ts';
import { scoringInput } from '../scoring-input.ts';

interface Options {
  readonly target: string;
  readonly months?: string;
}

export function define(command: Command, cli: Cli): void {
  command
    .argument('<model>', 'scorecard (JSON) made by recourse train')
    .argument('<table>', 'CSV file with the columns of the scorecard and the outcome')
    .requiredOption('--target <column>', 'the outcome, as the scorecard was trained on it')
    .option('--months <column>', 'of a scorecard of months: whole months followed')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  recourse evaluate loans.json loans-2026.csv --target bad
  recourse evaluate loans.json loans-2026.csv --target bad --json`,
    )
    .action((model: string, table: string, options: Options) => evaluate(cli, model, table, options));
}

async function evaluate(
  cli: Cli,
  modelPath: string,
  tablePath: string,
  { target: column, months }: Options,
): Promise<void> {
  const input = await scoringInput(cli, modelPath, tablePath, undefined);
  const { scorecard, table } = input;
  if (targetKindOf(scorecard) !== 'binary') return evaluateForetold(cli, input, column, months);
  const target = readTarget(table, column);
  if (target.kind === 'refused') return cli.refuse(target.reason);
  const { probability } = compileScorer(scorecard).score(table);
  const metrics = metricsOf(probability, target.outcomes);
  const positiveRate = target.outcomes.reduce((sum, outcome) => sum + outcome, 0) / table.rows;
  const answer = { rows: table.rows, positiveRate, ...metrics, fingerprint: scorecard.fingerprint };
  cli.json(
    answer,
    [
      `${table.rows} rows, ${(100 * positiveRate).toFixed(1)} % ${column}`,
      `AUC ${metrics.auc.toFixed(4)}, log loss ${metrics.logLoss.toFixed(4)}, Brier ${metrics.brier.toFixed(4)}`,
      `KS ${metrics.ks.toFixed(4)}, calibration error ${metrics.ece.toFixed(4)}, slope ${metrics.calibrationSlope.toFixed(3)}`,
    ].join('\n'),
  );
}
