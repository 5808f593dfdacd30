import type { Language } from '../../scoring/portfolio/records.ts';
import type { Table } from '../table.ts';
import {
  heightOf,
  INNER,
  label,
  openPaper,
  PAGE,
  type Paper,
  QUIET,
  room,
  rule,
  tagged,
  text,
} from './paper.ts';
import { drawTable } from './table.ts';

/** A letter, minutes, a record of data: whatever people are given on paper. All of it is words already. */
export interface PaperDocument {
  readonly title: string;
  readonly lead?: string;
  readonly facts?: readonly { readonly name: string; readonly value: string }[];
  readonly sections: readonly PaperSection[];
  readonly foot?: string;
}

export interface PaperSection {
  /** Empty: the section has no heading. */
  readonly title: string;
  readonly texts?: readonly string[];
  readonly list?: readonly string[];
  readonly table?: Table;
}

/** Large print for whoever asked for it: text of 16 points, as associations of the blind advise (RNIB: Clear print). */
export type Print = 'usual' | 'large';
const SCALE: Readonly<Record<Print, number>> = { usual: 1, large: 16 / 10.5 };

/**
 * The document as a PDF of A4 pages: tagged, in its language, numbered, and the same bytes for the same words, so that
 * a hash of it can be kept.
 */
export function documentPdf(
  document: PaperDocument,
  language: Language,
  print: Print = 'usual',
): Promise<Buffer> {
  const scale = SCALE[print];
  const { paper, close } = openPaper(document.title, language, { tagged: true });
  text(paper, document.title, { size: 19 * scale, bold: true, tag: 'H1' });
  if (document.lead !== undefined) {
    paper.moveDown(0.3);
    text(paper, document.lead, { size: 12 * scale });
  }
  drawFacts(paper, document.facts ?? [], scale);
  for (const section of document.sections) drawSection(paper, section, scale);
  if (document.foot !== undefined) {
    paper.moveDown(1);
    room(paper, 30);
    rule(paper, paper.y);
    paper.y += 6;
    text(paper, document.foot, { size: 9 * scale, color: QUIET });
  }
  return close();
}

/** Name and value beside each other, as at the head of a letter. */
function drawFacts(paper: Paper, facts: NonNullable<PaperDocument['facts']>, scale: number): void {
  if (facts.length === 0) return;
  const names = Math.min(150 * scale, INNER / 2);
  const size = 10.5 * scale;
  paper.moveDown(0.6);
  for (const { name, value } of facts) {
    const height = Math.max(
      heightOf(paper, name, names - 10, size),
      heightOf(paper, value, INNER - names, size, true),
    );
    room(paper, height);
    const y = paper.y;
    tagged(paper, 'P', () => {
      label(paper, name, PAGE.margin, y, { size, color: QUIET, width: names - 10 });
      label(paper, value, PAGE.margin + names, y, { size, bold: true, width: INNER - names });
    });
    paper.y = y + height + 2;
  }
}

function drawSection(
  paper: Paper,
  { title, texts = [], list = [], table }: PaperSection,
  scale: number,
): void {
  // A heading keeps the first lines of what it heads.
  room(paper, 64);
  paper.moveDown(0.9);
  if (title !== '') {
    text(paper, title, { size: 13 * scale, bold: true, tag: 'H2' });
    paper.outline.addItem(title);
    paper.moveDown(0.2);
  }
  for (const each of texts) {
    text(paper, each, { size: 10.5 * scale });
    paper.moveDown(0.3);
  }
  for (const each of list) {
    text(paper, each, { size: 10.5 * scale, indent: 12 * scale, mark: '•' });
    paper.moveDown(0.15);
  }
  if (table !== undefined) {
    if (table.captionShown === true) text(paper, table.caption, { size: 10 * scale, bold: true, tag: 'H3' });
    drawTable(paper, table, 9 * scale);
  }
}
