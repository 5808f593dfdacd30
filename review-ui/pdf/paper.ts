import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import PDFDocument from 'pdfkit';
import type { Language } from '../../scoring/portfolio/records.ts';

export const PAGE = { width: 595.28, height: 841.89, margin: 42 } as const;
export const INNER = PAGE.width - 2 * PAGE.margin;
/** Below this stands the foot alone. */
export const BOTTOM = PAGE.height - PAGE.margin - 14;
export const INK = '#19222c';
export const QUIET = '#4a5661';
export const LINE = '#dcd7cc';

export type Paper = InstanceType<typeof PDFDocument>;

const [BODY, BOLD] = ['body', 'bold'] as const;

/**
 * The typeface of the pages as whole TrueType files: Latin of all Europe, Greek and Cyrillic in one, so that a name is
 * never cut into pieces of several fonts. A letter that it lacks prints as its box.
 */
const FACES: readonly (readonly [typeof BODY | typeof BOLD, string])[] = [
  [BODY, '400Regular/SourceSans3_400Regular.ttf'],
  [BOLD, '700Bold/SourceSans3_700Bold.ttf'],
];
const read = new Map<string, Buffer>();

function face(file: string): Buffer {
  const known = read.get(file);
  if (known !== undefined) return known;
  const folder = path.dirname(
    createRequire(import.meta.url).resolve('@expo-google-fonts/source-sans-3/metadata.json'),
  );
  const bytes = readFileSync(path.join(folder, file));
  read.set(file, bytes);
  return bytes;
}

/** An empty paper, and its bytes once it was closed. The same contents give the same bytes: no time of printing. */
export function openPaper(
  title: string,
  language: Language,
  { tagged }: { readonly tagged: boolean },
): { readonly paper: Paper; readonly close: () => Promise<Buffer> } {
  const paper = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margins: { top: PAGE.margin, left: PAGE.margin, right: PAGE.margin, bottom: PAGE.height - BOTTOM },
    bufferPages: true,
    lang: language,
    displayTitle: true,
    ...(tagged ? { tagged: true, pdfVersion: '1.7' } : {}),
    info: { Title: title, Producer: 'Recourse', Creator: 'Recourse', CreationDate: new Date(0) },
  });
  for (const [name, file] of FACES) paper.registerFont(name, face(file));
  const whole = collected(paper);
  const close = (): Promise<Buffer> => {
    feet(paper, title);
    paper.end();
    return whole;
  };
  return { paper, close };
}

function collected(paper: Paper): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    paper.on('data', (piece: Buffer) => pieces.push(piece));
    paper.on('end', () => resolve(Buffer.concat(pieces)));
    paper.on('error', reject);
  });
}

function feet(paper: Paper, title: string): void {
  const { start, count } = paper.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    paper.switchToPage(page);
    ornament(paper, () => {
      const words = `${page - start + 1} / ${count}`;
      fitted(paper, title, PAGE.margin, PAGE.height - PAGE.margin + 6, INNER - 50, 'left', QUIET, 7);
      fitted(paper, words, PAGE.margin + INNER - 46, PAGE.height - PAGE.margin + 6, 46, 'right', QUIET, 7);
    });
  }
}

/** Another page where less than this is left. */
export function room(paper: Paper, height: number): void {
  if (paper.y + height > BOTTOM && paper.y > PAGE.margin + 1) paper.addPage();
}

export function setType(paper: Paper, size: number, bold = false, color = INK): Paper {
  return paper
    .font(bold ? BOLD : BODY)
    .fontSize(size)
    .fillColor(color);
}

export interface Style {
  readonly size: number;
  readonly bold?: boolean;
  readonly color?: string;
  /** What a screen reader calls it; a paragraph where nothing is said. */
  readonly tag?: 'H1' | 'H2' | 'H3' | 'P';
  /** Set in from the left; the mark before it (a bullet) stands in that room. */
  readonly indent?: number;
  readonly mark?: string;
}

/** A paragraph in the flow of the page. What is short stays together; what is long runs on over the pages. */
export function text(paper: Paper, words: string, { size, bold, color, tag, indent = 0, mark }: Style): void {
  setType(paper, size, bold, color);
  const shown = printable(words);
  const width = INNER - indent;
  const height = paper.heightOfString(shown, { width });
  room(paper, Math.min(height, 6 * size));
  if (height < (BOTTOM - PAGE.margin) / 4) room(paper, height);
  if (mark !== undefined)
    ornament(paper, () => label(paper, mark, PAGE.margin + 2, paper.y, { size, bold, color }));
  tagged(paper, tag ?? 'P', () => {
    setType(paper, size, bold, color).text(shown, PAGE.margin + indent, paper.y, { width });
  });
}

/** Words at a place, which leave the flow as it is. */
export function label(
  paper: Paper,
  words: string,
  x: number,
  y: number,
  {
    size,
    bold,
    color,
    width,
    align = 'left',
  }: Pick<Style, 'size'> & {
    readonly bold?: boolean | undefined;
    readonly color?: string | undefined;
    readonly width?: number;
    readonly align?: 'left' | 'right';
  },
): void {
  const flow = paper.y;
  const { bottom } = paper.page.margins;
  // At a place of its own no page breaks.
  paper.page.margins.bottom = 0;
  setType(paper, size, bold, color).text(printable(words), x, y, {
    ...(width === undefined ? {} : { width }),
    align,
    lineBreak: width !== undefined,
  });
  paper.page.margins.bottom = bottom;
  paper.y = flow;
}

/** On one line; what has no room is cut short. */
export function fitted(
  paper: Paper,
  words: string,
  x: number,
  y: number,
  width: number,
  align: 'left' | 'right' | 'center',
  color: string = QUIET,
  size = 6.5,
): void {
  setType(paper, size, false, color);
  let shown = printable(words);
  while (shown.length > 1 && paper.widthOfString(shown) > width) shown = `${shown.slice(0, -2)}…`;
  const spare = width - paper.widthOfString(shown);
  const shift = align === 'left' ? 0 : align === 'right' ? spare : spare / 2;
  label(paper, shown, x + shift, y, { size, color });
}

export function heightOf(paper: Paper, words: string, width: number, size: number, bold = false): number {
  return setType(paper, size, bold).heightOfString(printable(words) || ' ', { width });
}

export function widthOf(paper: Paper, words: string, size: number, bold = false): number {
  return setType(paper, size, bold).widthOfString(printable(words));
}

/** What a screen reader is told it is. On a paper without tags it is only drawn. */
export function tagged(paper: Paper, tag: string, draw: () => void): void {
  if (!hasTags(paper)) draw();
  else paper.addStructure(paper.struct(tag, {}, draw));
}

/** A line or a foot: drawn, and not read out. */
export function ornament(paper: Paper, draw: () => void): void {
  if (!hasTags(paper)) return draw();
  paper.markContent('Artifact');
  draw();
  paper.endMarkedContent();
}

export function hasTags(paper: Paper): boolean {
  return paper.options.tagged === true;
}

export function rule(paper: Paper, y: number, width = 0.3): void {
  ornament(paper, () => {
    paper.lineWidth(width).strokeColor(LINE);
    paper
      .moveTo(PAGE.margin, y)
      .lineTo(PAGE.margin + INNER, y)
      .stroke();
  });
}

/**
 * A picture that the typeface lacks stands as a box, one for each, so that whoever reads sees that something was written
 * there: the words are kept as they were typed. Direction marks and letters of control help nobody and are left out.
 */
function printable(words: string): string {
  return words
    .replace(PICTURE, '□')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, (mark) =>
      mark === '\t' ? ' ' : '',
    );
}

/** An emoji with all that is joined to it, a flag of two letters included. */
const PICTURE =
  /\p{RI}{2}|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic})*/gu;
