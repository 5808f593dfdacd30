/**
 * A chart as data: every place is a share of the plot, from the left and from below. `partials/plot.ejs` draws it as
 * SVG and `report/pdf.ts` on paper, so that both show the same picture.
 */
export interface Plot {
  /** Unique on its page: ties the picture to its title and sentence. */
  readonly id: string;
  readonly title: string;
  /** What the picture shows, said in words. */
  readonly sentence: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly layers: readonly Layer[];
  readonly legend: readonly { readonly tone: Tone; readonly text: string }[];
  readonly height: 'short' | 'tall';
  /** Room for words beside the plot instead of numbers. */
  readonly wideLabels?: boolean;
}

export interface Axis {
  readonly label: string;
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

export type Tone = 'helps' | 'hurts' | 'soft' | 'ink';
export type Place = readonly [x: number, y: number];

export type Layer =
  | {
      readonly kind: 'line';
      readonly tone: Tone;
      readonly dashed?: boolean;
      readonly points: readonly Place[];
    }
  | {
      readonly kind: 'areas';
      readonly areas: readonly {
        readonly tone: Tone;
        readonly opacity: number;
        readonly x: readonly [number, number];
        readonly y: readonly [number, number];
        /** Told when pointed at. */
        readonly label: string;
        /** Stands in the middle, where it has room. */
        readonly text?: string;
      }[];
    }
  | {
      readonly kind: 'dots';
      readonly tone: Tone;
      readonly dots: readonly {
        readonly x: number;
        readonly y: number;
        /** Ends of the interval. */
        readonly low: number;
        readonly high: number;
        readonly label: string;
      }[];
    }
  | { readonly kind: 'mark'; readonly axis: 'x' | 'y'; readonly at: number; readonly label: string };

/** From values to shares of an axis; values beyond its ends lie on them. */
export function scaleOf(low: number, high: number): (value: number) => number {
  const span = high - low || 1;
  return (value) => Math.min(1, Math.max(0, (value - low) / span));
}

/** Round values within the ends, about as many as wanted. */
export function roundTicks(low: number, high: number, wanted = 5): readonly number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(span / wanted));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => span / each <= wanted)!;
  const ticks: number[] = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at += 1) {
    ticks.push(Number((at * step).toPrecision(12)));
  }
  return ticks;
}

/** In the coordinates of a stretched drawing of 1000 by 1000, from above. */
export function pathOf(points: readonly Place[]): string {
  return points
    .map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${Math.round(x * 1000)} ${Math.round((1 - y) * 1000)}`)
    .join('');
}

/** Where the text of a tick is held, so that none leaves the plot. */
export function anchorAt(at: number): 'start' | 'middle' | 'end' {
  if (at < 0.06) return 'start';
  return at > 0.94 ? 'end' : 'middle';
}
