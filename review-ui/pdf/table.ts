import type { Cell, Table } from '../table.ts';
import {
  BOTTOM,
  hasTags,
  heightOf,
  INK,
  INNER,
  label,
  PAGE,
  type Paper,
  QUIET,
  room,
  rule,
  text,
  widthOf,
} from './paper.ts';

/** A table over the whole width, which runs on over the pages; its head stands again on each. */
export function drawTable(paper: Paper, table: Table, size: number): void {
  if (table.rows.length === 0) return text(paper, table.empty, { size, color: QUIET });
  const widths = columnWidths(paper, table, size);
  const heads = table.columns.map((column) => column.label);
  const heightOfRow = (cells: readonly string[], bold: boolean): number =>
    Math.max(...cells.map((cell, at) => heightOf(paper, cell, widths[at]! - 6, size, bold))) + 3;
  const tags = hasTags(paper) ? paper.struct('Table') : null;
  if (tags !== null) paper.addStructure(tags);
  const drawRow = (cells: readonly string[], kind: 'head' | 'row' | 'total'): void => {
    const bold = kind !== 'row';
    const height = heightOfRow(cells, bold);
    if (height > BOTTOM - PAGE.margin - 40) return drawLongRow(paper, heads, cells, size);
    if (paper.y + height > BOTTOM) {
      paper.addPage();
      if (kind !== 'head') drawRow(heads, 'head');
    }
    const y = paper.y;
    const row = tags === null ? null : paper.struct('TR');
    if (row !== null) tags?.add(row);
    let x: number = PAGE.margin;
    cells.forEach((cell, at) => {
      const place = x;
      const draw = (): void =>
        label(paper, cell, place, y + 1.5, {
          size,
          bold,
          width: widths[at]! - 6,
          align: table.columns[at]!.kind === 'number' ? 'right' : 'left',
          color: kind === 'head' ? QUIET : INK,
        });
      if (row === null) draw();
      else row.add(paper.struct(kind === 'head' || at === 0 ? 'TH' : 'TD', {}, draw));
      x += widths[at]!;
    });
    row?.end();
    rule(paper, y + height, kind === 'head' ? 0.6 : 0.3);
    paper.y = y + height;
  };
  // A head never stands alone at the foot of a page.
  room(paper, heightOfRow(heads, true) + heightOfRow(table.rows[0]!.cells.map(cellText), false));
  drawRow(heads, 'head');
  for (const { cells } of table.rows) drawRow(cells.map(cellText), 'row');
  if (table.total !== undefined) drawRow(table.total.map(cellText), 'total');
  tags?.end();
  paper.moveDown(0.5);
}

/** A row that is higher than a page is told cell under cell. */
function drawLongRow(paper: Paper, heads: readonly string[], cells: readonly string[], size: number): void {
  cells.forEach((cell, at) => {
    text(paper, heads[at] ?? '', { size, bold: true, color: QUIET });
    text(paper, cell, { size });
  });
  paper.moveDown(0.4);
}

/** By what each column would like to have, within the page. */
function columnWidths(paper: Paper, table: Table, size: number): readonly number[] {
  const wanted = table.columns.map((column, at) => {
    const texts = table.rows.slice(0, 60).map(({ cells }) => cellText(cells[at] ?? null));
    const widest = Math.max(
      widthOf(paper, column.label, size, true),
      ...texts.map((each) => widthOf(paper, each, size)),
      table.total === undefined ? 0 : widthOf(paper, cellText(table.total[at] ?? null), size, true),
    );
    return Math.min(INNER * 0.5, widest + 10);
  });
  const whole = wanted.reduce((sum, width) => sum + width, 0);
  // Of a wide grid the names of the rows are read first; its columns of numbers are alike.
  if (whole > INNER && wanted.length > 8) {
    const names = Math.min(wanted[0]!, 84);
    return wanted.map((_, at) => (at === 0 ? names : (INNER - names) / (wanted.length - 1)));
  }
  return wanted.map((width) => (width * INNER) / Math.max(whole, INNER * 0.6));
}

function cellText(cell: Cell): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  return cell.note === undefined ? cell.text : `${cell.text}\n${cell.note}`;
}
