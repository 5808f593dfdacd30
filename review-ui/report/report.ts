import type { Bars } from '../charts/bars.ts';
import { svgPercent } from '../charts/percent.ts';
import { anchorAt, pathOf, type Plot } from '../charts/plot.ts';
import type { Table } from '../table.ts';

/** A model told in one language: pictures first, each with a sentence and its table. The page, the file and the PDF draw it. */
export interface Report {
  readonly title: string;
  /** What the model foretells, in one sentence. */
  readonly lead: string;
  readonly figures: readonly { readonly name: string; readonly value: string; readonly note?: string }[];
  readonly sections: readonly ReportSection[];
  /** What the view draws plots with. */
  readonly drawing: typeof DRAWING;
}

export interface ReportSection {
  readonly id: string;
  readonly title: string;
  readonly texts: readonly string[];
  readonly list?: readonly string[];
  readonly layout: 'one' | 'two' | 'many';
  readonly blocks: readonly ReportBlock[];
  /** On a screen only the first so many stand open; the others wait behind one line. */
  readonly fold?: { readonly after: number; readonly summary: string };
}

/** A picture with its table, or a table alone. */
export interface ReportBlock {
  readonly title: string;
  readonly plot?: Plot;
  readonly bars?: Bars;
  readonly note?: string;
  readonly table: Table;
}

export const DRAWING = { pathOf, anchorAt, svgPercent };
