import { rename, writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { obstacleToCompiling, obstacleToCutoff } from '../../../scoring/scorecard/compilable.ts';
import { compileToPmml } from '../../../scoring/scorecard/compile-pmml.ts';
import { compileToSql, SQL_DIALECTS, type SqlDialectName } from '../../../scoring/scorecard/compile-sql.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { type Cli, probabilityOption } from '../cli.ts';
import { readScorecardFile } from '../scorecard-file.ts';

type Form = { readonly kind: 'pmml' } | { readonly kind: 'sql'; readonly dialect: SqlDialectName };

interface Options {
  readonly to: Form;
  readonly out?: string;
  readonly table?: readonly string[];
  readonly id?: string;
  readonly cutoff?: number;
}

const FORMS = [...Object.keys(SQL_DIALECTS).map((dialect) => `sql:${dialect}`), 'pmml'];

export function define(command: Command, cli: Cli): void {
  command
    .argument('<model>', 'scorecard (JSON) made by recourse train')
    .requiredOption('--to <form>', `${FORMS.slice(0, -1).join(', ')} or pmml`, formOption)
    .option('--out <file>', 'where it goes (default: standard output)')
    .option(
      '--table <name>',
      'SQL: the table to score, SCHEMA.TABLE or TABLE (default: "cases")',
      tableOption,
    )
    .option('--id <column>', 'SQL: column that names the rows')
    .option('--cutoff <p>', 'reasons are measured against it (default: the base rate)', probabilityOption)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
SQL is one SELECT that gives probability, points, reason_1 … reason_4 and contribution:NAME for every row of the table,
as recourse score --reasons 4 --contributions does; a scorecard of another kind gives amount, share, or paid_6 …
recovered_36 instead of probability. PMML 4.4 holds two models: points with reason codes, and log-odds with the
probability or share, or the amount; a curve over months has no form in it.

Examples:
  recourse compile loans.json --to sql:duckdb --table applications --id id --out loans.sql
  recourse compile loans.json --to pmml --out loans.pmml --json`,
    )
    .action((model: string, options: Options) => compile(cli, model, options));
}

async function compile(cli: Cli, modelPath: string, options: Options): Promise<void> {
  const { to, out, table, id } = options;
  if (to.kind === 'pmml' && (table !== undefined || id !== undefined)) {
    return cli.wrongUsage('--table and --id are for SQL: PMML reads no table');
  }
  const read = await readScorecardFile(modelPath);
  if (read.kind === 'refused') return cli.refuse(read.reason);
  const { scorecard } = read;
  const obstacle =
    obstacleToCompiling(scorecard, to.kind) ??
    (options.cutoff === undefined ? null : obstacleToCutoff(scorecard));
  if (obstacle !== null) return cli.refuse(obstacle);
  const text = textOf(scorecard, options);
  const answer = {
    to: to.kind === 'pmml' ? 'pmml' : `sql:${to.dialect}`,
    scorecard: scorecard.name,
    version: scorecard.version,
    fingerprint: scorecard.fingerprint,
    terms: scorecard.characteristics.length + scorecard.pairs.length,
    bytes: Buffer.byteLength(text),
  };
  if (out === undefined) return cli.json({ ...answer, text }, text.trimEnd());
  try {
    await writeFile(`${out}.part`, text);
    await rename(`${out}.part`, out);
  } catch (error) {
    return cli.refuse(`${out} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  cli.json({ ...answer, out }, `${answer.terms} terms written to ${out}, ${sizeText(answer.bytes)}`);
}

function textOf(scorecard: Scorecard, { to, table, id, cutoff }: Options): string {
  const reasons = cutoff === undefined ? {} : { cutoff };
  if (to.kind === 'pmml') return compileToPmml(scorecard, reasons);
  return compileToSql(scorecard, to.dialect, {
    ...reasons,
    ...(table === undefined ? {} : { table }),
    id: id ?? null,
  });
}

function formOption(text: string): Form {
  if (text === 'pmml') return { kind: 'pmml' };
  const dialect = (Object.keys(SQL_DIALECTS) as SqlDialectName[]).find((name) => text === `sql:${name}`);
  if (dialect === undefined) throw new InvalidArgumentError(`"${text}" is none of ${FORMS.join(', ')}.`);
  return { kind: 'sql', dialect };
}

function tableOption(text: string): readonly string[] {
  const parts = text.split('.');
  if (parts.includes(''))
    throw new InvalidArgumentError(`"${text}" is not a table (want TABLE or SCHEMA.TABLE).`);
  return parts;
}

function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
