import type { Wording } from '../wording.ts';
import { svgPercent } from './percent.ts';

export interface WaterfallTerm {
  readonly label: string;
  readonly points: number;
}

export interface WaterfallInput {
  readonly caption: string;
  readonly base: WaterfallTerm;
  readonly terms: readonly WaterfallTerm[];
  readonly total: WaterfallTerm;
  readonly threshold: WaterfallTerm | null;
  /** Terms shown one by one, the largest first; the rest become one row. */
  readonly most: number;
}

export interface WaterfallRow {
  readonly kind: 'total' | 'helps' | 'hurts';
  readonly label: string;
  readonly figure: string;
  readonly x: string;
  readonly width: string;
}

/** What `partials/waterfall` draws: one row a term, from the base to the total, with the threshold as a mark. */
export interface Waterfall {
  readonly caption: string;
  readonly rows: readonly WaterfallRow[];
  readonly mark: { readonly x: string; readonly label: string } | null;
}

/**
 * Bars that add up as printed: each figure is the step between rounded running totals, so whole points shown from
 * base to total sum without a remainder.
 */
export function drawWaterfall(input: WaterfallInput, { number, t }: Wording): Waterfall {
  const terms = foldedTerms(input, t);
  const levels = [input.base.points];
  for (const term of terms) levels.push((levels.at(-1) ?? 0) + term.points);
  const reach = [...levels, input.total.points, ...(input.threshold ? [input.threshold.points] : [])];
  const low = Math.min(...reach);
  const span = Math.max(Math.max(...reach) - low, 1);
  // A margin of 4 % on both sides keeps the end marks off the edge.
  const at = (points: number): number => 0.04 + (0.92 * (points - low)) / span;
  const total = (term: WaterfallTerm): WaterfallRow => ({
    kind: 'total',
    label: term.label,
    figure: number(Math.round(term.points)),
    x: svgPercent(at(term.points) - 0.004),
    width: '0.8%',
  });
  return {
    caption: input.caption,
    rows: [
      total(input.base),
      ...terms.map((term, index): WaterfallRow => {
        const from = levels[index] ?? 0;
        const to = levels[index + 1] ?? 0;
        return {
          kind: term.points < 0 ? 'hurts' : 'helps',
          label: term.label,
          figure: signed(Math.round(to) - Math.round(from), number),
          x: svgPercent(at(Math.min(from, to))),
          width: svgPercent(Math.abs(at(to) - at(from))),
        };
      }),
      total(input.total),
    ],
    mark: input.threshold && {
      x: svgPercent(at(input.threshold.points)),
      label: input.threshold.label,
    },
  };
}

function foldedTerms(input: WaterfallInput, t: Wording['t']): readonly WaterfallTerm[] {
  const bySize = [...input.terms].sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  const shown = bySize.slice(0, input.most);
  const rest = bySize.slice(input.most);
  if (rest.length === 0) return shown;
  return [
    ...shown,
    {
      label: t('common.charts.otherFacts', { count: rest.length }),
      points: rest.reduce((sum, term) => sum + term.points, 0),
    },
  ];
}

/** "+13", "−41", "0": the sign is what the reader looks for. */
export function signed(value: number, number: Wording['number'], digits = 0): string {
  const text = number(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}
