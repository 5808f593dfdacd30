import type { Language } from '../../scoring/portfolio/records.ts';
import type { Bars } from '../charts/bars.ts';
import type { Layer, Plot, Tone } from '../charts/plot.ts';
import {
  fitted,
  heightOf,
  INK,
  INNER,
  label,
  LINE,
  openPaper,
  PAGE,
  type Paper,
  QUIET,
  room,
  text,
  widthOf,
} from '../pdf/paper.ts';
import { drawTable } from '../pdf/table.ts';
import { wordingFor } from '../wording.ts';
import type { Report, ReportBlock, ReportSection } from './report.ts';

const GAP = 16;
const TONES: Readonly<Record<Tone, string>> = {
  helps: '#2b7868',
  hurts: '#ad4f31',
  soft: '#7c8791',
  ink: INK,
};

/**
 * The same report on paper, drawn as vectors from the same charts. The tables behind the pictures stand at its end. It
 * carries no tags: with those of each figure's every stroke the file would be many times as large.
 */
export function reportPdf(report: Report, language: Language): Promise<Buffer> {
  const { paper, close } = openPaper(report.title, language, { tagged: false });
  heading(paper, report);
  for (const section of report.sections) {
    room(paper, openingHeight(paper, section));
    paper.outline.addItem(section.title);
    paper.moveDown(0.8);
    text(paper, section.title, { size: 14, bold: true });
    for (const each of section.texts) text(paper, each, { size: 9, color: QUIET });
    for (const each of section.list ?? []) text(paper, each, { size: 9, indent: 9, mark: '•' });
    paper.moveDown(0.4);
    drawBlocks(paper, section.blocks);
  }
  appendix(paper, report, language);
  return close();
}

function heading(paper: Paper, report: Report): void {
  text(paper, report.title, { size: 20, bold: true });
  text(paper, report.lead, { size: 11 });
  paper.moveDown(0.6);
  const across = 3;
  const width = INNER / across;
  report.figures.forEach((figure, at) => {
    const x = PAGE.margin + (at % across) * width;
    const y = paper.y;
    label(paper, figure.name, x, y, { size: 8, color: QUIET, width: width - 8 });
    label(paper, figure.value, x, y + 10, { size: 14, bold: true, width: width - 8 });
    label(paper, figure.note ?? '', x, y + 27, { size: 7, color: QUIET, width: width - 8 });
    paper.y = at % across === across - 1 || at === report.figures.length - 1 ? y + 42 : y;
  });
}

/** A heading never stands alone at the foot of a page: its texts and its first picture go with it. */
function openingHeight(paper: Paper, { texts, blocks }: ReportSection): number {
  const [first] = blocks;
  const isPicture = first?.plot !== undefined || first?.bars !== undefined;
  return (
    60 +
    24 * texts.length +
    (first !== undefined && isPicture ? heightOfBlock(paper, first, (INNER - GAP) / 2) : 40)
  );
}

/** Pictures two abreast; what is a table alone takes the whole width. */
function drawBlocks(paper: Paper, blocks: readonly ReportBlock[]): void {
  let waiting: ReportBlock | null = null;
  const width = (INNER - GAP) / 2;
  const pair = (left: ReportBlock, right: ReportBlock | null): void => {
    const height = Math.max(
      heightOfBlock(paper, left, width),
      right === null ? 0 : heightOfBlock(paper, right, width),
    );
    room(paper, height);
    const y = paper.y;
    drawPicture(paper, left, PAGE.margin, y, width);
    if (right !== null) drawPicture(paper, right, PAGE.margin + width + GAP, y, width);
    paper.y = y + height;
  };
  for (const block of blocks) {
    if (block.plot === undefined && block.bars === undefined) {
      if (waiting !== null) pair(waiting, null);
      waiting = null;
      room(paper, 60);
      text(paper, block.title, { size: 10, bold: true });
      if (block.note !== undefined) text(paper, block.note, { size: 8, color: QUIET });
      drawTable(paper, block.table, 7.5);
    } else if (waiting === null) waiting = block;
    else {
      pair(waiting, block);
      waiting = null;
    }
  }
  if (waiting !== null) pair(waiting, null);
}

const BAR = 13;
const LEGEND = 11;

function heightOfBlock(paper: Paper, block: ReportBlock, width: number): number {
  const caption = block.plot?.sentence ?? block.bars?.caption ?? '';
  const words = (of: string): number => heightOf(paper, of, width, 7.5);
  const note = block.note === undefined ? 0 : words(block.note) + 2;
  const picture =
    block.plot === undefined ? (block.bars?.rows.length ?? 0) * BAR + 4 : plotHeight(block.plot);
  return titleHeight(paper, block.title, width) + picture + words(caption) + note + 14;
}

function titleHeight(paper: Paper, title: string, width: number): number {
  return heightOf(paper, title, width, 9, true) + 3;
}

function plotHeight(plot: Plot): number {
  return (plot.height === 'tall' ? 150 : 105) + 34 + (plot.legend.length > 0 ? LEGEND : 0);
}

function drawPicture(paper: Paper, block: ReportBlock, x: number, y: number, width: number): void {
  let at = y + titleHeight(paper, block.title, width);
  label(paper, block.title, x, y, { size: 9, bold: true, width });
  if (block.plot !== undefined) {
    drawPlot(paper, block.plot, x, at, width);
    at += plotHeight(block.plot);
  } else if (block.bars !== undefined) {
    drawBarRows(paper, block.bars, x, at, width);
    at += block.bars.rows.length * BAR + 4;
  }
  const caption = block.plot?.sentence ?? block.bars?.caption ?? '';
  for (const each of [caption, block.note ?? ''].filter((words) => words !== '')) {
    label(paper, each, x, at, { size: 7.5, color: QUIET, width });
    at += heightOf(paper, each, width, 7.5) + 2;
  }
}

function drawPlot(paper: Paper, plot: Plot, left: number, top: number, width: number): void {
  const labels = plot.wideLabels === true ? 62 : 34;
  const box = {
    x: left + labels,
    y: top + 11,
    width: width - labels - 4,
    height: plot.height === 'tall' ? 150 : 105,
  };
  const px = (x: number): number => box.x + x * box.width;
  const py = (y: number): number => box.y + (1 - y) * box.height;
  label(paper, plot.y.label, left, top, { size: 6.5, color: QUIET, width });
  for (const tick of plot.y.ticks) {
    paper.lineWidth(0.4).strokeColor(LINE).moveTo(px(0), py(tick.at)).lineTo(px(1), py(tick.at)).stroke();
    fitted(paper, tick.text, left, py(tick.at) - 3, labels - 4, 'right');
  }
  for (const layer of plot.layers) drawLayer(paper, layer, px, py);
  paper.lineWidth(0.6).strokeColor(TONES.soft);
  paper.moveTo(px(0), py(1)).lineTo(px(0), py(0)).lineTo(px(1), py(0)).stroke();
  for (const tick of plot.x.ticks) {
    const align = tick.at < 0.06 ? 'left' : tick.at > 0.94 ? 'right' : 'center';
    const room = 60;
    const x = px(tick.at) - (align === 'left' ? 0 : align === 'right' ? room : room / 2);
    fitted(paper, tick.text, x, py(0) + 3, room, align);
  }
  fitted(paper, plot.x.label, left, py(0) + 12, width - 4, 'right', QUIET);
  let legend = left;
  for (const { tone, text: words } of plot.legend) {
    paper.rect(legend, py(0) + 23, 6, 6).fill(TONES[tone]);
    label(paper, words, legend + 9, py(0) + 23, { size: 6.5, color: QUIET });
    legend += 18 + widthOf(paper, words, 6.5);
  }
}

function drawLayer(paper: Paper, layer: Layer, px: (x: number) => number, py: (y: number) => number): void {
  switch (layer.kind) {
    case 'areas':
      for (const { x, y, tone, opacity, text: words } of layer.areas) {
        const [width, height] = [px(x[1]) - px(x[0]), py(y[0]) - py(y[1])];
        if (width > 0 && height > 0) {
          paper.fillOpacity(opacity).rect(px(x[0]), py(y[1]), width, height).fill(TONES[tone]).fillOpacity(1);
        }
        if (words !== undefined)
          fitted(paper, words, px(x[0]), (py(y[0]) + py(y[1])) / 2 - 3, width, 'center', INK);
      }
      return;
    case 'line': {
      const [first, ...others] = layer.points;
      if (first === undefined) return;
      paper.lineWidth(layer.tone === 'soft' ? 0.7 : 1.3).strokeColor(TONES[layer.tone]);
      if (layer.dashed === true) paper.dash(2, { space: 2 });
      paper.moveTo(px(first[0]), py(first[1]));
      for (const [x, y] of others) paper.lineTo(px(x), py(y));
      paper.stroke().undash();
      return;
    }
    case 'dots':
      for (const { x, y, low, high } of layer.dots) {
        paper
          .lineWidth(1)
          .strokeColor(TONES[layer.tone])
          .moveTo(px(x), py(low))
          .lineTo(px(x), py(high))
          .stroke();
        paper.circle(px(x), py(y), 2.2).fill(TONES[layer.tone]);
      }
      return;
    case 'mark': {
      const across = layer.axis === 'x';
      paper.lineWidth(0.8).strokeColor(INK).dash(2, { space: 2 });
      paper.moveTo(across ? px(layer.at) : px(0), across ? py(0) : py(layer.at));
      paper.lineTo(across ? px(layer.at) : px(1), across ? py(1) : py(layer.at));
      paper.stroke().undash();
    }
  }
}

/** Their places are percentages, as the SVG has them. */
function drawBarRows(paper: Paper, bars: Bars, left: number, top: number, width: number): void {
  const [names, figures] = [width * 0.42, 46];
  const track = { x: left + names + 4, width: width - names - figures - 8 };
  const place = (percent: string): number => (Number.parseFloat(percent) / 100) * track.width;
  bars.rows.forEach((row, at) => {
    const y = top + at * BAR;
    const note = row.note === undefined ? '' : ` (${row.note})`;
    fitted(paper, `${row.label}${note}`, left, y + 2, names, 'right', INK);
    paper.rect(track.x + place(row.x), y + 1, Math.max(0.5, place(row.width)), BAR - 4).fill(TONES[row.side]);
    fitted(paper, row.figure, left + width - figures, y + 2, figures, 'right', INK);
  });
  if (bars.zero !== null) {
    const x = track.x + place(bars.zero);
    paper
      .lineWidth(0.5)
      .strokeColor(TONES.soft)
      .moveTo(x, top)
      .lineTo(x, top + bars.rows.length * BAR)
      .stroke();
  }
}

/** What stands behind the pictures, in small type. */
function appendix(paper: Paper, report: Report, language: Language): void {
  const behind = report.sections
    .flatMap(({ blocks }) => blocks)
    .filter((block) => block.plot !== undefined || block.bars !== undefined);
  if (behind.length === 0) return;
  const title = wordingFor(language).t('model.tables');
  paper.addPage();
  paper.outline.addItem(title);
  text(paper, title, { size: 14, bold: true });
  for (const { title: name, table } of behind) {
    room(paper, 50);
    paper.moveDown(0.6);
    text(paper, name, { size: 8.5, bold: true });
    drawTable(paper, table, 6.5);
  }
}
