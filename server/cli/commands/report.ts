import { writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Command } from 'commander';
import type { ReportData } from '../../../review-ui/report/measured.ts';
import { presentReport } from '../../../review-ui/report/present-report.ts';
import { reportPdf } from '../../../review-ui/report/pdf.ts';
import { reportFile } from '../../../review-ui/report/standalone.ts';
import { wordingFor } from '../../../review-ui/wording.ts';
import { type KnownCases, readKnownCases } from '../../../scoring/monitoring/known-cases.ts';
import { performanceOnTable } from '../../../scoring/monitoring/performance.ts';
import { fingerprintOfTable } from '../../../scoring/scorecard/fingerprint.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { findColumn } from '../../../scoring/scorecard/table.ts';
import { monthName, personMonths } from '../../../scoring/scorecard/hazard.ts';
import { targetKindOf } from '../../../scoring/scorecard/prediction.ts';
import { type Cli, probabilityOption } from '../cli.ts';
import { readScorecardFile } from '../scorecard-file.ts';
import { refuseLackingColumns, tableFrom } from '../scoring-input.ts';
import { findTrainingReport } from '../training-report-file.ts';

interface Options {
  readonly table?: string;
  readonly target?: string;
  readonly months?: string;
  readonly id?: string;
  readonly group?: string;
  readonly cutoff?: number;
  readonly language: string;
  readonly out: string;
}

export function define(command: Command, cli: Cli): void {
  command
    .argument('<model>', 'scorecard (JSON) made by recourse train')
    .requiredOption('--out <file>', 'where the report goes: .html or .pdf')
    .option('--table <file>', 'CSV file with the columns of the scorecard and the outcome, to measure on')
    .option('--target <column>', 'the outcome in that table (default: as in training)')
    .option('--months <column>', 'of a scorecard of months: whole months followed')
    .option('--id <column>', 'column of that table that names the rows; it never counts')
    .option('--group <column>', 'column of that table that tells groups of people apart, for fairness')
    .option(
      '--cutoff <p>',
      'probability at which people are let through, for fairness (default: the base rate)',
      probabilityOption,
    )
    .option('--language <code>', 'et or en', 'en')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
What training found out stands beside the scorecard, in MODEL.report.json, and is taken in by itself. A table adds what
the scorecard does on its rows: curves, calibration, what each term gains, and how groups fare.

Examples:
  recourse report loans.json --out loans.html
  recourse report loans.json --table loans-2026.csv --target bad --group region --out loans.pdf
  recourse report curve.json --table claims.csv --months months_followed --out curve.html`,
    )
    .action((model: string, options: Options) => report(cli, model, options));
}

async function report(cli: Cli, modelPath: string, options: Options): Promise<void> {
  const { language, out } = options;
  if (language !== 'et' && language !== 'en') cli.wrongUsage(`--language "${language}" (want et or en)`);
  const form = extname(out).toLowerCase();
  if (form !== '.html' && form !== '.pdf') cli.wrongUsage(`--out ${basename(out)} (want .html or .pdf)`);
  if (options.table === undefined && (options.group ?? options.target ?? options.months) !== undefined) {
    cli.wrongUsage('--group, --target and --months are columns of a table: name it with --table');
  }
  const read = await readScorecardFile(modelPath);
  if (read.kind === 'refused') return cli.refuse(read.reason);
  const { scorecard } = read;
  const training = await findTrainingReport(cli, modelPath, scorecard);
  const onTable = options.table === undefined ? null : await measured(cli, scorecard, options.table, options);
  const told = presentReport({ scorecard, training, onTable }, wordingFor(language));
  const content = form === '.html' ? reportFile(told, language) : await reportPdf(told, language);
  try {
    await writeFile(out, content);
  } catch (error) {
    return cli.refuse(`${out} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  const pictures = told.sections.flatMap(({ blocks }) => blocks).filter((block) => block.plot ?? block.bars);
  const answer = {
    out,
    bytes: Buffer.byteLength(content),
    sections: told.sections.map(({ id }) => id),
    pictures: pictures.length,
    training: training !== null,
    fingerprint: scorecard.fingerprint,
  };
  cli.json(answer, `${out}: ${pictures.length} pictures, ${Math.ceil(answer.bytes / 1024)} kB`);
}

async function measured(
  cli: Cli,
  scorecard: Scorecard,
  path: string,
  { target = scorecard.target.name, months, id, group, cutoff }: Options,
): Promise<NonNullable<ReportData['onTable']>> {
  const table = await tableFrom(cli, path, id === undefined ? {} : { verbatim: [id] });
  refuseLackingColumns(cli, scorecard, table);
  if (group !== undefined && !findColumn(table, group)) {
    return cli.refuse(`the table has no column "${group}" to tell groups apart`);
  }
  if (targetKindOf(scorecard) === 'hazard' && months === undefined) {
    cli.wrongUsage('a scorecard of months wants --months: how long each case was followed');
  }
  const known = readKnownCases(scorecard, table, { target, months });
  if (known.kind === 'refused') return cli.refuse(known.reason);
  return {
    name: basename(path),
    performance: performanceOnTable(scorecard, known.cases, { group, cutoff }),
    ofTraining: isTrainingTable(scorecard, known.cases, { id, target, months }),
  };
}

/** Training leaves the column out that names the rows; a curve is fitted to every month of every case. */
function isTrainingTable(
  { training, target }: Scorecard,
  known: KnownCases,
  {
    id,
    ...columns
  }: { readonly id: string | undefined; readonly target: string; readonly months?: string | undefined },
): boolean {
  const table = { ...known.table, columns: known.table.columns.filter((column) => column.id !== id) };
  const fitted =
    known.kind !== 'hazard'
      ? table
      : personMonths(
          table,
          known.followed,
          { target: { name: columns.target, favourable: target.favourable }, months: columns.months ?? '' },
          monthName(table),
        );
  return fingerprintOfTable(fitted) === training.dataFingerprint;
}
