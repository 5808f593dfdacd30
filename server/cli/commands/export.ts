import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Option, type Command } from 'commander';
import { EXPORTS, type ExportKind } from '../../../data/views/run-export.ts';
import { EXPORT_FORMATS, exportRun, type ExportFormat } from '../../actions/export-run.ts';
import { wholeNumberOption, type Cli } from '../cli.ts';
import { withEnvironment } from '../environment.ts';

interface ExportOptions {
  readonly run: number;
  readonly what: ExportKind;
  readonly format?: ExportFormat;
  readonly out: string;
}

export function define(command: Command, cli: Cli): void {
  command
    .requiredOption('--run <number>', 'the run whose decisions go out', wholeNumberOption)
    .requiredOption('--out <file>', 'the file to write; .xlsx makes a workbook')
    .addOption(
      new Option('--what <kind>', 'decisions: all; measures: those released, to be carried out; scores')
        .choices(EXPORTS)
        .default('decisions'),
    )
    .addOption(
      new Option(
        '--format <format>',
        'spreadsheet-csv has semicolons and decimal commas; without it the name of the file tells',
      ).choices(EXPORT_FORMATS),
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
No cell of the file runs as a formula when a spreadsheet opens it.

Examples:
  recourse export --run 3 --out decisions.csv
  recourse export --run 3 --what measures --out measures.xlsx
  recourse export --run 3 --format spreadsheet-csv --out otsused.csv --json`,
    )
    .action((options: ExportOptions) => runExport(cli, options));
}

async function runExport(cli: Cli, { run, what, format, out }: ExportOptions): Promise<void> {
  const wanted = format ?? (out.toLowerCase().endsWith('.xlsx') ? 'xlsx' : 'csv');
  await withEnvironment(cli, async (environment) => {
    const result = await exportRun(environment.context(), { run, kind: what, format: wanted });
    if (result.kind === 'refused') return cli.refuse(result.reason);
    await pipeline(result.bytes, createWriteStream(out, { mode: 0o600 }));
    cli.json(
      { run, what, format: wanted, rows: result.rows(), file: out },
      `${result.rows()} rows are in ${out}.`,
    );
  });
}
