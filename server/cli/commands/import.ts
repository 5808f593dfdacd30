import { access, constants, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Option, type Command } from 'commander';
import { RECORD_TYPES, type RecordType } from '../../../data/files/columns.ts';
import { readMapping } from '../../../data/files/mapping-schema.ts';
import {
  filesOfFolder,
  inOrder,
  isFolder,
  typeNamedBy,
  type NamedFile,
} from '../../../data/files/record-folder.ts';
import { sayRefusal } from '../../../data/files/refused-rows.ts';
import { checkFile, importFile, type ImportDone, type MappedLedger } from '../../actions/import-file.ts';
import { openPortfolio, type PortfolioWanted } from '../../actions/open-portfolio.ts';
import type { Cli } from '../cli.ts';
import { withEnvironment, type Environment } from '../environment.ts';

interface ImportOptions extends Omit<PortfolioWanted, 'name'> {
  readonly as?: RecordType;
  readonly mapping?: string;
  readonly portfolio?: string;
  readonly refused?: string;
}

export function define(command: Command, cli: Cli): void {
  command
    .argument('<files...>', 'CSV files, or a folder of files named for their record type (persons.csv …)')
    .addOption(
      new Option('--as <type>', 'record type; without it the name of the file tells').choices(RECORD_TYPES),
    )
    .option('--mapping <file>', 'how the columns of a flat ledger make records (YAML; see docs/importing.md)')
    .option(
      '--portfolio <name>',
      'portfolio to import into, made when it is not there yet; may be left out while there is one',
    )
    .option('--controller <name>', 'of a new portfolio: who answers for the personal data')
    .addOption(new Option('--kind <kind>', 'of a new portfolio').choices(['collection', 'credit']))
    .addOption(new Option('--jurisdiction <code>', 'of a new portfolio').choices(['EE', 'FI']))
    .option('--profile <id>', 'of a new portfolio: whose promises it follows (see docs/profiles.md)')
    .option('--refused <file>', 'where the refused rows go, with a column "error", to mend and import again')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Rows that do not fit are refused one by one, and the others go in. The same file again changes nothing. An import
that was cut off goes on where it stopped when the same command is given again.

Examples:
  recourse import persons.csv claims.csv payments.csv --portfolio Ledger
  recourse import export-2026-09.csv --as invoices --portfolio Ledger --json
  recourse import sample/ --portfolio Trial
  recourse import ledger.csv --mapping ledger.yaml --json`,
    )
    .action((paths: string[], options: ImportOptions) => runImport(cli, paths, options));
}

async function runImport(cli: Cli, paths: readonly string[], options: ImportOptions): Promise<void> {
  if (options.as !== undefined && options.mapping !== undefined) {
    cli.wrongUsage('--as and --mapping exclude each other: a mapping names its record types itself');
  }
  const ledger = options.mapping === undefined ? null : await readLedger(cli, options.mapping);
  const files = await filesToImport(cli, paths, options.as ?? null, ledger);
  if (options.refused !== undefined && files.length > 1) cli.wrongUsage('--refused goes with one file');
  const { controller, kind, jurisdiction, profile } = options;
  // All of them first: a portfolio is only made, and a file only taken in, when every file can be read.
  for (const { path, as } of files) {
    const checked = await checkFile({ path, fileName: basename(path), as });
    if (checked.kind === 'refused') cli.refuse(checked.reason);
  }
  await withEnvironment(cli, async (environment) => {
    const opened = await openPortfolio(environment.context(), {
      ...ledger?.mapping.portfolio,
      ...(options.portfolio === undefined ? {} : { name: options.portfolio }),
      ...defined({ controller, kind, jurisdiction, profile }),
    });
    if (opened.kind === 'refused') cli.refuse(opened.reason);
    const done: ImportDone[] = [];
    for (const file of files)
      done.push(await importOne(cli, environment, file, opened.portfolio, options.refused));
    const answer = answerOf(opened.portfolio.name, files, done);
    cli.json(answer, sayAnswer(answer));
  });
}

interface FileToImport {
  readonly path: string;
  readonly as: RecordType | MappedLedger;
}

async function readLedger(cli: Cli, path: string): Promise<MappedLedger> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return cli.refuse(`${path}: the mapping is not there, or cannot be read`);
  }
  const read = readMapping(text);
  if (read.kind === 'refused') return cli.refuse(`${path}: the mapping is not right`, read.problems);
  return { mapping: read.mapping, text };
}

async function filesToImport(
  cli: Cli,
  paths: readonly string[],
  as: RecordType | null,
  ledger: MappedLedger | null,
): Promise<readonly FileToImport[]> {
  if (ledger !== null) return paths.map((path) => ({ path, as: ledger }));
  const named: NamedFile[] = [];
  for (const path of paths) {
    if (await isFolder(path)) {
      const files = await filesOfFolder(path);
      if (files.length === 0)
        cli.refuse(`${path}: no file in this folder is named for a record type (persons.csv …)`);
      named.push(...files);
      continue;
    }
    const type = as ?? typeNamedBy(path);
    if (type === null)
      return cli.wrongUsage(`${basename(path)}: say what records it holds (--as TYPE or --mapping FILE)`);
    named.push({ path, type });
  }
  return inOrder(named).map(({ path, type }) => ({ path, as: type }));
}

async function importOne(
  cli: Cli,
  environment: Environment,
  { path, as }: FileToImport,
  portfolio: Parameters<typeof importFile>[1]['portfolio'],
  refused: string | undefined,
): Promise<ImportDone> {
  const fileName = basename(path);
  const refusedFile = refused ?? (await besideOrHome(path, environment.configuration.home));
  const bar = cli.progress(fileName, 0);
  try {
    const result = await importFile(
      environment.context(),
      { portfolio, path, fileName, as, refusedFile, sample: portfolio.sample },
      ({ bytesRead, bytes }) => bar.update(bytesRead, bytes),
    );
    if (result.kind === 'refused') return cli.refuse(result.reason);
    for (const refusal of result.refusals)
      cli.message(`${fileName} row ${refusal.row}: ${sayRefusal(refusal)}`);
    if (result.refusedFile !== null) {
      cli.message(`${fileName}: ${result.refused} refused, to mend and import again: ${result.refusedFile}`);
    }
    return result;
  } finally {
    bar.stop();
  }
}

/** Refused rows go beside the file they came from, or into RECOURSE_HOME where that folder may not be written to. */
async function besideOrHome(path: string, home: string): Promise<string> {
  const name = `${basename(path).replace(/\.csv$/i, '')}.refused.csv`;
  try {
    await access(dirname(path), constants.W_OK);
    return join(dirname(path), name);
  } catch {
    return join(home, name);
  }
}

type Answer = ReturnType<typeof answerOf>;

function answerOf(portfolio: string, files: readonly FileToImport[], done: readonly ImportDone[]) {
  const total = (pick: (one: ImportDone) => number) => done.reduce((sum, one) => sum + pick(one), 0);
  const seconds = Number(total((one) => one.seconds).toFixed(3));
  const rows = total((one) => one.seconds * one.rowsPerSecond);
  return {
    portfolio,
    accepted: total((one) => one.accepted),
    refused: total((one) => one.refused),
    known: total((one) => one.known),
    takenOut: total((one) => one.takenOut),
    erased: total((one) => one.erased),
    matched: total((one) => one.matched),
    refusedFile: done.find((one) => one.refusedFile !== null)?.refusedFile ?? null,
    seconds,
    rowsPerSecond: seconds === 0 ? 0 : Math.round(rows / seconds),
    files: done.map((one, i) => ({
      file: basename(files[i]!.path),
      import: one.import,
      accepted: one.accepted,
      refused: one.refused,
      known: one.known,
      takenOut: one.takenOut,
      erased: one.erased,
      matched: one.matched,
      records: one.records,
      refusedFile: one.refusedFile,
      resumed: one.resumed,
    })),
  };
}

function sayAnswer(answer: Answer): string {
  const lines = answer.files.map(
    (file) =>
      `${file.file}: ${file.accepted} accepted, ${file.known} known already${sayLeftOut(file)}, ${file.refused} refused${file.resumed ? ' (went on where it had stopped)' : ''}`,
  );
  return [...lines, `Portfolio ${answer.portfolio}: ${answer.rowsPerSecond} rows a second.`].join('\n');
}

function sayLeftOut({ takenOut, erased, matched }: Answer['files'][number]): string {
  const parts = [
    ...(takenOut === 0 ? [] : [`${takenOut} taken out by a correction, and left out`]),
    ...(erased === 0 ? [] : [`${erased} erased at the person's wish, and left out`]),
    ...(matched === 0 ? [] : [`${matched} put in by hand before, and counted once`]),
  ];
  return parts.length === 0 ? '' : ` (of them ${parts.join('; ')})`;
}

function defined<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}
