import type { SwapSet } from '../../scoring/monitoring/swap-set.ts';
import type { EditMeasured, EditSide } from '../../scoring/monitoring/training-report.ts';
import type { EditDone, EditRecord } from '../../scoring/scorecard/edit-record.ts';
import { signed } from '../charts/waterfall.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';
import { digitsFor, type OutcomeWords } from './outcome-words.ts';
import type { ReportBlock } from './report.ts';
import type { TermWords } from './words.ts';

/** What an edit does, on the same rows before and after: how well it ranks, how far it can be believed, who moves. */
export function editBlocks(
  measured: EditMeasured,
  outcome: OutcomeWords,
  wording: Wording,
): readonly ReportBlock[] {
  const { t, number } = wording;
  const { before, after, swap, rows } = measured;
  return [
    {
      title: t('model.edit.measured'),
      note: t('model.edit.measuredText', { rows: number(rows) }),
      table: {
        caption: t('model.edit.measured'),
        columns: [
          { label: t('model.measure'), kind: 'text' },
          { label: t('model.edit.before'), kind: 'number' },
          { label: t('model.edit.after'), kind: 'number' },
          { label: t('model.edit.change'), kind: 'number' },
        ],
        rows: linesOf(before, after, wording).map((row) => ({ ...row, key: true })),
        empty: '',
        narrow: 'cards',
      },
    },
    ...(swap === null ? [] : [swapBlock(swap, outcome, measured, wording)]),
  ];
}

function linesOf(
  before: EditSide,
  after: EditSide,
  { t, number }: Wording,
): readonly Table['rows'][number][] {
  const line = (
    name: string,
    from: number | null,
    to: number | null,
    digits: number,
  ): Table['rows'][number] => ({
    cells: [
      name,
      from === null ? null : number(from, digits),
      to === null ? null : number(to, digits),
      from === null || to === null ? null : signed(to - from, number, digits),
    ],
  });
  if (before.kind === undefined && after.kind === undefined) {
    const [was, is] = [before.metrics, after.metrics];
    return [
      line(t('model.measures.auc'), was.auc, is.auc, 4),
      line(t('model.logLoss'), was.logLoss, is.logLoss, 4),
      line(t('model.ks.short'), was.ks, is.ks, 4),
      line(t('model.ece'), was.ece, is.ece, 4),
      line(t('model.slope'), was.calibrationSlope, is.calibrationSlope, 3),
      line(t('model.bands.y'), before.observedOverExpected, after.observedOverExpected, 3),
    ];
  }
  if (before.kind === 'hazard' && after.kind === 'hazard') {
    const [was, is] = [before.metrics, after.metrics];
    const { month } = before;
    return [
      line(t('model.measures.concordance'), was.concordance, is.concordance, 4),
      line(t('model.curve.auc', { month }), before.auc, after.auc, 4),
      line(t('model.curve.logLoss'), was.logLoss, is.logLoss, 4),
      line(t('model.curve.ratio', { month }), before.observedOverExpected, after.observedOverExpected, 3),
    ];
  }
  if ('r2' in before.metrics && 'r2' in after.metrics) {
    const [was, is] = [before.metrics, after.metrics];
    const digits = digitsFor(was.mae) + 1;
    return [
      line(t('model.measures.r2'), was.r2, is.r2, 4),
      line(t('model.measures.mae'), was.mae, is.mae, digits),
      line(t('model.measures.rmse'), was.rmse, is.rmse, digits),
      line(t('model.amounts.ratio'), was.actualOverExpected, is.actualOverExpected, 3),
    ];
  }
  throw new Error('an edit does not change what a scorecard foretells');
}

function swapBlock(
  swap: SwapSet,
  { kind, figure }: OutcomeWords,
  { before }: EditMeasured,
  { t, number }: Wording,
): ReportBlock {
  const cells = ['bothIn', 'swappedIn', 'swappedOut', 'bothOut'] as const;
  const moved = swap.swappedIn.rows + swap.swappedOut.rows;
  const month = before.kind === 'hazard' ? before.month : 0;
  return {
    title: t('model.swap.title'),
    note: t(`model.swap.${kind}`, {
      count: moved,
      number: number(moved),
      cutoff: figure(swap.cutoff),
      month,
    }),
    table: {
      caption: t('model.swap.title'),
      columns: [
        { label: t('model.swap.move'), kind: 'text' },
        { label: t('model.rows'), kind: 'number' },
        { label: t(`model.mean.${kind === 'hazard' ? 'binary' : kind}`), kind: 'number' },
      ],
      rows: cells.map((cell) => {
        const { rows, positiveRate } = swap[cell];
        return {
          cells: [t(`model.swap.${cell}`), number(rows), positiveRate === null ? null : figure(positiveRate)],
        };
      }),
      empty: '',
    },
  };
}

/** Who changed what by hand, when and why: the newest first. */
export function historyBlock(edits: readonly EditRecord[], words: TermWords, wording: Wording): ReportBlock {
  const { t, instant } = wording;
  return {
    title: t('model.history.title'),
    table: {
      caption: t('model.history.title'),
      columns: [
        { label: t('model.history.when'), kind: 'text' },
        { label: t('model.history.who'), kind: 'text' },
        { label: t('model.history.what'), kind: 'text' },
        { label: t('model.history.why'), kind: 'text' },
        { label: t('model.history.parent'), kind: 'text' },
      ],
      rows: [...edits].reverse().map(({ at, by, why, changes, parent }) => ({
        cells: [
          instant(at),
          by,
          changes.map((change) => changeText(change, words, wording)).join(' '),
          why,
          `${parent.version} · ${parent.fingerprint.slice(0, 12)}…`,
        ],
      })),
      empty: '',
      narrow: 'stack',
    },
  };
}

export function changeText(change: EditDone, words: TermWords, { t, number }: Wording): string {
  switch (change.kind) {
    case 'merge':
      return t('model.history.merge', {
        name: words.name(change.characteristic),
        covers: change.covers.map((cover) => words.cover(change.characteristic, cover)).join(' + '),
      });
    case 'split':
      return t('model.history.split', {
        name: words.name(change.characteristic),
        cover: words.cover(change.characteristic, change.cover),
        at: words.value(change.characteristic, change.at),
      });
    case 'fix':
      return t('model.history.fix', {
        name: words.name(change.characteristic),
        cover: words.cover(change.characteristic, change.cover),
        from: signed(change.fromPoints, number, 1),
        to: signed(change.toPoints, number, 1),
      });
    case 'drop':
      return t('model.history.drop', { name: words.name(change.term) });
  }
}
