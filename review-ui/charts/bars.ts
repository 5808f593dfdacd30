import { svgPercent } from './percent.ts';

export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly figure: string;
  readonly tone?: 'helps' | 'hurts' | 'soft';
  readonly href?: string;
  readonly note?: string;
}

export interface Bars {
  readonly caption: string;
  readonly rows: readonly (Bar & {
    readonly x: string;
    readonly width: string;
    readonly side: 'helps' | 'hurts' | 'soft';
  })[];
  /** Where zero is when bars go both ways; null when they start at the left edge. */
  readonly zero: string | null;
}

/** Horizontal bars. Values of both signs share one zero line, so that lengths compare across sides. */
export function drawBars(caption: string, bars: readonly Bar[]): Bars {
  const low = Math.min(0, ...bars.map((bar) => bar.value));
  const high = Math.max(0, ...bars.map((bar) => bar.value));
  const span = high - low || 1;
  return {
    caption,
    rows: bars.map((bar) => ({
      ...bar,
      x: svgPercent((Math.min(0, bar.value) - low) / span),
      width: svgPercent(Math.abs(bar.value) / span),
      side: bar.tone ?? (bar.value < 0 ? 'hurts' : 'helps'),
    })),
    zero: low < 0 ? svgPercent(-low / span) : null,
  };
}
