import { svgPercent } from './percent.ts';

export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface Histogram {
  readonly caption: string;
  readonly columns: readonly {
    readonly x: string;
    readonly y: string;
    readonly width: string;
    readonly height: string;
    /** For the tooltip and the table: "540–560: 1,204". */
    readonly label: string;
  }[];
  readonly mark: { readonly x: string; readonly label: string } | null;
  readonly low: string;
  readonly high: string;
}

/** Columns over equal bins; `mark` is a cut-off on the same axis. `text` words a bin and the axis ends. */
export function drawHistogram(
  caption: string,
  bins: readonly HistogramBin[],
  text: {
    readonly bin: (bin: HistogramBin) => string;
    readonly end: (value: number) => string;
    readonly mark?: { readonly at: number; readonly label: string };
  },
): Histogram {
  const low = bins[0]?.from ?? 0;
  const high = bins.at(-1)?.to ?? 1;
  const span = high - low || 1;
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  return {
    caption,
    columns: bins.map((bin) => ({
      x: svgPercent((bin.from - low) / span + 0.001),
      width: svgPercent((bin.to - bin.from) / span - 0.002),
      y: svgPercent(1 - bin.count / most),
      height: svgPercent(bin.count / most),
      label: text.bin(bin),
    })),
    mark: text.mark ? { x: svgPercent((text.mark.at - low) / span), label: text.mark.label } : null,
    low: text.end(low),
    high: text.end(high),
  };
}
