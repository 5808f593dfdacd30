import { rename, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { measureEdit } from '../../../scoring/monitoring/edit-measure.ts';
import { fittedRows, readKnownCases } from '../../../scoring/monitoring/known-cases.ts';
import { performanceOn } from '../../../scoring/monitoring/performance.ts';
import { type EditMeasured, type EditSide, sealReport } from '../../../scoring/monitoring/training-report.ts';
import type { Edit } from '../../../scoring/scorecard/edit-record.ts';
import { editScorecard } from '../../../scoring/scorecard/edit.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { targetKindOf } from '../../../scoring/scorecard/prediction.ts';
import { type Cli, numberOption, wholeNumberOption } from '../cli.ts';
import { readScorecardFile } from '../scorecard-file.ts';
import { refuseLackingColumns, tableFrom } from '../scoring-input.ts';
import { reportPathOf } from '../training-report-file.ts';

interface Options {
  readonly table: string;
  readonly target?: string;
  readonly months?: string;
  readonly id?: string;
  readonly cutoff?: number;
  readonly why: string;
  readonly by?: string;
  readonly as?: number;
  readonly out: string;
}

export function define(command: Command, cli: Cli): void {
  // One list for all four, so that changes are made in the order in which they are named.
  const edits: Edit[] = [];
  const adds = (read: (text: string) => Edit) => (text: string) => {
    edits.push(read(text));
  };
  command
    .argument('<model>', 'scorecard (JSON) made by recourse train')
    .option('--merge <characteristic:i,j>', 'join attributes i, j … (counted from 0)', adds(mergeOf))
    .option(
      '--split <characteristic@cut>',
      'cut a range at a number, or take a category out of its group',
      adds(splitOf),
    )
    .option('--fix <characteristic:i=points>', 'set the points of attribute i', adds(fixOf))
    .option(
      '--drop <term>',
      'leave out a characteristic, or a pair term "A × B"',
      adds((term) => ({ kind: 'drop', term })),
    )
    .requiredOption(
      '--table <file>',
      'CSV file with the columns of the scorecard and the outcome, to measure on',
    )
    .option('--target <column>', 'the outcome in that table (default: as in training)')
    .option('--id <column>', 'column of that table that names the rows; it never counts')
    .option('--months <column>', 'of a scorecard of months: whole months followed')
    .option(
      '--cutoff <p>',
      'who moves across this probability (default: the base rate), share or amount (default: none)',
      numberOption,
    )
    .requiredOption('--why <text>', 'the reason; it stands in the scorecard')
    .option('--by <name>', 'who changes it (default: the account at this computer)')
    .option('--as <n>', 'the version that comes of it (default: the next)', wholeNumberOption)
    .requiredOption('--out <file>', 'where the new version goes (JSON)')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Changes are made in the order given; attributes are counted as they stand when a change has its turn. Nothing is fitted
again: what a change does not name keeps its numbers. A change that breaks a declared direction is refused.

Examples:
  recourse edit loans.json --merge income:3,4 --table loans.csv --target bad --why "too few cases" --out loans-2.json
  recourse edit loans.json --split income@1500 --fix region:2=0 --table loans.csv --why "policy 12/2026" --out loans-2.json
  recourse edit loans.json --drop "income × arrears" --table loans.csv --why "nobody could explain it" --out loans-2.json`,
    )
    .action((model: string, options: Options) => edit(cli, model, edits, options));
}

async function edit(cli: Cli, modelPath: string, edits: readonly Edit[], options: Options): Promise<void> {
  if (edits.length === 0) cli.wrongUsage('name a change: --merge, --split, --fix or --drop');
  const read = await readScorecardFile(modelPath);
  if (read.kind === 'refused') return cli.refuse(read.reason);
  const { scorecard } = read;
  const { cutoff, months } = options;
  const kind = targetKindOf(scorecard);
  if (cutoff !== undefined && kind !== 'amount' && !(cutoff >= 0 && cutoff <= 1)) {
    cli.wrongUsage(`--cutoff ${cutoff} (want 0 to 1)`);
  }
  if (kind === 'hazard' && months === undefined) {
    cli.wrongUsage('a scorecard of months wants --months: how long each case was followed');
  }
  const version = options.as ?? scorecard.version + 1;
  if (version <= scorecard.version) {
    return cli.refuse(
      `version ${version} is there already: "${scorecard.name}" stands at ${scorecard.version}`,
    );
  }
  const table = await tableFrom(
    cli,
    options.table,
    options.id === undefined ? {} : { verbatim: [options.id] },
  );
  refuseLackingColumns(cli, scorecard, table);
  const known = readKnownCases(scorecard, table, {
    target: options.target ?? scorecard.target.name,
    months,
  });
  if (known.kind === 'refused') return cli.refuse(known.reason);
  const outcome = editScorecard(scorecard, {
    edits,
    by: options.by ?? userInfo().username,
    at: new Date().toISOString(),
    why: options.why,
    version,
    rows: fittedRows(scorecard, known.cases),
  });
  if (outcome.kind === 'refused') return cli.refuse(outcome.reason);
  const edited = outcome.scorecard;
  const measured = measureEdit(scorecard, edited, known.cases, cutoff);
  const { name, fingerprint } = edited;
  const report = sealReport({
    scorecard: { name, version, fingerprint },
    measured: 'table',
    performance: performanceOn(edited, known.cases),
    folds: [],
    notes: [],
    edit: measured,
  });
  await writeNew(cli, modelPath, options.out, `${JSON.stringify(edited, null, 1)}\n`);
  await writeNew(cli, modelPath, reportPathOf(options.out), `${JSON.stringify(report, null, 1)}\n`);
  const answer = {
    version,
    fingerprint,
    parent: measured.parent,
    changes: edited.edits?.at(-1)?.changes ?? [],
    rows: measured.rows,
    before: sideOf(measured.before),
    after: sideOf(measured.after),
    swap: measured.swap,
  };
  cli.json(answer, summaryOf(edited, measured, options.out));
}

/** The measures of a side that fit what is foretold, by name. */
function sideOf(side: EditSide): Readonly<Record<string, number | null>> {
  switch (side.kind) {
    case undefined: {
      const { auc, logLoss, ks, ece, calibrationSlope } = side.metrics;
      return { auc, logLoss, ks, ece, calibrationSlope, observedOverExpected: side.observedOverExpected };
    }
    case 'hazard': {
      const { concordance, logLoss } = side.metrics;
      const { month, auc, observedOverExpected } = side;
      return { concordance, logLoss, [`aucAt${month}`]: auc, observedOverExpected };
    }
    case 'share':
    case 'amount': {
      const { r2, mae, rmse, actualOverExpected } = side.metrics;
      return { r2, mae, rmse, actualOverExpected };
    }
  }
}

function summaryOf({ name, version, fingerprint }: Scorecard, measured: EditMeasured, out: string): string {
  const { swap, rows } = measured;
  const [before, after] = [sideOf(measured.before), sideOf(measured.after)];
  const figure = (value: number | null | undefined): string => (value == null ? '–' : value.toFixed(4));
  return [
    `${name}, version ${version}, measured on ${rows} rows`,
    Object.keys(before)
      .map((measure) => `${measure} ${figure(before[measure])} → ${figure(after[measure])}`)
      .join(', '),
    ...(swap === null
      ? []
      : [
          `at ${swap.cutoff.toFixed(4)}: ${swap.swappedIn.rows} are let through that were not, ${swap.swappedOut.rows} the other way`,
        ]),
    `${out}: fingerprint ${fingerprint}`,
  ].join('\n');
}

/** `CHARACTERISTIC:i,j`. A name may hold colons itself: the last one counts. */
function mergeOf(text: string): Edit {
  const [, characteristic, list] = /^(.+):(\d+(?:,\d+)+)$/.exec(text) ?? [];
  if (characteristic === undefined || list === undefined) {
    throw new InvalidArgumentError(`"${text}" is no merge (want CHARACTERISTIC:i,j).`);
  }
  return { kind: 'merge', characteristic, attributes: list.split(',').map(Number) };
}

function splitOf(text: string): Edit {
  const [, characteristic, at] = /^(.+)@([^@]+)$/.exec(text) ?? [];
  if (characteristic === undefined || at === undefined) {
    throw new InvalidArgumentError(`"${text}" is no split (want CHARACTERISTIC@CUT).`);
  }
  return { kind: 'split', characteristic, at: Number.isFinite(Number(at)) ? Number(at) : at };
}

function fixOf(text: string): Edit {
  const [, characteristic, attribute, points] = /^(.+):(\d+)=(-?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (characteristic === undefined) {
    throw new InvalidArgumentError(`"${text}" fixes nothing (want CHARACTERISTIC:i=POINTS).`);
  }
  return { kind: 'fix', characteristic, attribute: Number(attribute), points: Number(points) };
}

/** A version never changes: the parent is not written over, and nobody finds half a file. */
async function writeNew(cli: Cli, modelPath: string, path: string, text: string): Promise<void> {
  if (resolve(path) === resolve(modelPath)) {
    cli.refuse(`${path} is the scorecard that is changed: a version stays as it is, so name another file`);
  }
  try {
    await writeFile(`${path}.part`, text);
    await rename(`${path}.part`, path);
  } catch (error) {
    cli.refuse(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
