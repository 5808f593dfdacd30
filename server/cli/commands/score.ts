import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { rename } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { type Cell, writeCsv } from '../../../data/files/write-csv.ts';
import {
  compileExplainer,
  type Explainer,
  LOG_ODDS_STEP,
} from '../../../scoring/scorecard/compiled/explainer.ts';
import { foretoldNames, thresholdPoints } from '../../../scoring/scorecard/foretold.ts';
import { targetKindOf } from '../../../scoring/scorecard/prediction.ts';
import { unfamiliarIn } from '../../../scoring/scorecard/score.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { rowOf, type Table, valueAt } from '../../../scoring/scorecard/table.ts';
import { type Cli, probabilityOption, wholeNumberOption } from '../cli.ts';
import { foretoldRows } from '../foretold.ts';
import { type ScoringInput, scoringInput } from '../scoring-input.ts';
import { unfamiliarText } from '../unfamiliar.ts';

interface Options {
  readonly out: string;
  readonly id?: string;
  readonly reasons: number;
  readonly contributions?: boolean;
  readonly cutoff?: number;
}

export function define(command: Command, cli: Cli): void {
  command
    .argument('<model>', 'scorecard (JSON) made by recourse train')
    .argument('<table>', 'CSV file with the columns of the scorecard')
    .requiredOption('--out <file>', 'where the scores go (CSV), in the order of the table')
    .option('--id <column>', 'column that names the rows (default: "id", else rows are counted from 1)')
    .addOption(
      new Option(
        '--reasons [n]',
        'name the characteristics that cost most points (4 when no number is given)',
      )
        .argParser(wholeNumberOption)
        .preset('4')
        .default(0, 'none'),
    )
    .option('--contributions', 'add the log-odds that each characteristic contributes')
    .option('--cutoff <p>', 'reasons are measured against it (default: the base rate)', probabilityOption)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Columns: id, probability (that the target is 1), points (more is better for the person), reason_1 …,
contribution:NAME …, unfamiliar (values that training did not see). The scorecard's intercept and the contributions
add up exactly to the log-odds of the probability. A scorecard of another kind has, instead of probability: amount;
share; or paid_6 … paid_36 and recovered_6 … recovered_36, what has come by then (contributions: of the first month).

Examples:
  recourse score loans.json applications.csv --out scored.csv
  recourse score loans.json applications.csv --out scored.csv --reasons
  recourse score loans.json applications.csv --out scored.csv --reasons 3 --contributions`,
    )
    .action((model: string, table: string, options: Options) => score(cli, model, table, options));
}

async function score(cli: Cli, modelPath: string, tablePath: string, options: Options): Promise<void> {
  const input = await scoringInput(cli, modelPath, tablePath, options.id);
  const { scorecard } = input;
  if (targetKindOf(scorecard) !== 'binary') return scoreForetold(cli, input, options);
  const reasons =
    options.reasons === 0 ? undefined : { thresholdPoints: thresholdPoints(scorecard, options.cutoff) };
  const compiled = compileExplainer(scorecard, { reasons });
  if (compiled.kind === 'refused') return cli.refuse(`scorecard "${scorecard.name}": ${compiled.reason}`);
  const count = { unfamiliar: 0 };
  await writeScores(cli, input, options, count, (onProgress) =>
    scoredRows(input, compiled.explainer, options, count, onProgress),
  );
}

/** Amounts, shares and curves. */
async function scoreForetold(cli: Cli, input: ScoringInput, options: Options): Promise<void> {
  const count = { unfamiliar: 0 };
  await writeScores(cli, input, options, count, (onProgress) =>
    foretoldRows(input, options, count, onProgress),
  );
}

async function writeScores(
  cli: Cli,
  { scorecard, table }: ScoringInput,
  options: Options,
  count: { readonly unfamiliar: number },
  rowsOf: (onProgress: (done: number) => void) => Iterable<readonly Cell[]>,
): Promise<void> {
  const bar = cli.progress('writing', table.rows);
  const rows = rowsOf((done) => bar.update(done));
  try {
    const pieces = writeCsv(headerOf(scorecard, options), rows);
    await pipeline(Readable.from(pieces), createWriteStream(`${options.out}.part`));
    await rename(`${options.out}.part`, options.out);
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === undefined) throw error;
    return cli.refuse(`${options.out} cannot be written: ${String((error as Error).message)}`);
  } finally {
    bar.stop();
  }
  if (count.unfamiliar > 0) {
    cli.message(
      `${count.unfamiliar} rows have values that training saw too rarely or not at all: column "unfamiliar" names them`,
    );
  }
  const answer = {
    rows: table.rows,
    out: options.out,
    unfamiliarRows: count.unfamiliar,
    fingerprint: scorecard.fingerprint,
  };
  cli.json(answer, `${table.rows} rows scored into ${options.out}`);
}

function headerOf(scorecard: Scorecard, { reasons, contributions }: Options): readonly string[] {
  return [
    'id',
    ...foretoldNames(scorecard),
    'points',
    ...Array.from({ length: reasons }, (_, at) => `reason_${at + 1}`),
    ...(contributions
      ? [...scorecard.characteristics, ...scorecard.pairs].map(({ id }) => `contribution:${id}`)
      : []),
    'unfamiliar',
  ];
}

function* scoredRows(
  { scorecard, table, ids }: ScoringInput,
  explainer: Explainer,
  options: Options,
  count: { unfamiliar: number },
  onProgress: (done: number) => void,
): Generator<readonly Cell[]> {
  const needed: Table = {
    rows: table.rows,
    columns: table.columns.filter(({ id }) => scorecard.characteristics.some((one) => one.id === id)),
  };
  for (const chunk of explainer.explain(needed.columns, table.rows)) {
    for (let at = 0; at < chunk.rows; at += 1) {
      const row = chunk.from + at;
      const unfamiliar = unfamiliarIn(scorecard, rowOf(needed, row)).map(unfamiliarText);
      if (unfamiliar.length > 0) count.unfamiliar += 1;
      yield [
        ids ? valueAt(ids, row) : row + 1,
        chunk.probability[at]!,
        Math.round(chunk.points[at]! * 100) / 100,
        ...Array.from(
          { length: options.reasons },
          (_, rank) => explainer.reasonNames[chunk.reasons[rank]?.[at] ?? -1] ?? null,
        ),
        ...(options.contributions ? chunk.contributions.map((steps) => steps[at]! * LOG_ODDS_STEP) : []),
        unfamiliar.join('; '),
      ];
    }
    onProgress(chunk.from + chunk.rows);
  }
}
