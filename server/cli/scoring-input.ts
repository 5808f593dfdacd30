import { readTable, type TableOptions } from '../../data/files/table.ts';
import { columnsLacking } from '../../scoring/scorecard/compile.ts';
import { withMonth } from '../../scoring/scorecard/hazard.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import { type Column, findColumn, type Table } from '../../scoring/scorecard/table.ts';
import type { Cli } from './cli.ts';
import { readScorecardFile } from './scorecard-file.ts';

/** Reads a flat table with a bar on the terminal, and ends the command when it cannot be read. */
export async function tableFrom(cli: Cli, path: string, options: TableOptions = {}): Promise<Table> {
  const bar = cli.progress('reading', 0);
  try {
    const read = await readTable(path, { ...options, onProgress: (done, total) => bar.update(done, total) });
    if (read.kind === 'refused') return cli.refuse(read.reason);
    for (const note of read.notes) cli.message(note);
    return read.table;
  } finally {
    bar.stop();
  }
}

export interface ScoringInput {
  readonly scorecard: Scorecard;
  readonly table: Table;
  /** The column that names the rows; null: they are counted from 1. */
  readonly ids: Column | null;
}

const USUAL_ID = 'id';

/** A scorecard and a table that has every column the scorecard needs; anything else ends the command. */
export async function scoringInput(
  cli: Cli,
  modelPath: string,
  tablePath: string,
  idColumn: string | undefined,
): Promise<ScoringInput> {
  const found = await readScorecardFile(modelPath);
  if (found.kind === 'refused') return cli.refuse(found.reason);
  const { scorecard } = found;
  const usual = scorecard.characteristics.some(({ id }) => id === USUAL_ID) ? [] : [USUAL_ID];
  const read = await tableFrom(
    cli,
    tablePath,
    idColumn === undefined ? { verbatimWhereFound: usual } : { verbatim: [idColumn] },
  );
  const table = withFirstMonth(scorecard, read);
  refuseLackingColumns(cli, scorecard, table);
  return { scorecard, table, ids: findColumn(table, idColumn ?? usual[0] ?? '') ?? null };
}

/** A curve fills its months in by itself; what is asked of the table is the case. */
function withFirstMonth({ target: { months } }: Scorecard, table: Table): Table {
  return months === undefined ? table : withMonth(table, months.characteristic, 1);
}

export function refuseLackingColumns(cli: Cli, scorecard: Scorecard, table: Table): void {
  const lacking = columnsLacking(scorecard, withFirstMonth(scorecard, table));
  if (lacking.length === 0) return;
  const names = lacking.map((id) => `"${id}"`).join(', ');
  cli.refuse(`the table has no column ${names}, which scorecard "${scorecard.name}" needs`);
}
