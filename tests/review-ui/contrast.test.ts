import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const tokens = readFileSync(path.resolve(import.meta.dirname, '../../review-ui/styles/tokens.css'), 'utf8');
const [light = '', dark = ''] = tokens.split('@media (prefers-color-scheme: dark)');

/** Text on its ground: WCAG 2.2 AA wants 4.5. */
const TEXT: readonly (readonly [string, string])[] = [
  ...['paper', 'card', 'raised'].flatMap((ground) =>
    ['ink', 'ink-2', 'accent', 'hurts-ink'].map((ink) => [ink, ground] as const),
  ),
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-2'],
  ['accent', 'accent-soft'],
  ['ink', 'accent-soft'],
  ['ink-2', 'accent-soft'],
  ['hurts-ink', 'hurts-soft'],
  ['ink', 'hurts-soft'],
  ['wait-ink', 'wait-soft'],
  ['ink', 'wait-soft'],
  ['info-ink', 'info-soft'],
  ['ink-2', 'line-2'],
];

/** Edges of fields, bars of charts, the mark of focus: 3. */
const GRAPHICS: readonly (readonly [string, string])[] = ['edge', 'helps', 'hurts', 'focus'].flatMap((mark) =>
  ['paper', 'card'].map((ground) => [mark, ground] as const),
);

describe('the colours', () => {
  for (const [name, css] of [
    ['light', light],
    ['dark', dark],
  ] as const) {
    const colours = coloursOf(css);

    it(`of text reach 4.5 to 1 on their ground (${name})`, () => {
      for (const [ink, ground] of TEXT) {
        expect(contrast(colours, ink, ground), `${ink} on ${ground}`).to.be.at.least(4.5);
      }
    });

    it(`of edges, bars and focus reach 3 to 1 (${name})`, () => {
      for (const [mark, ground] of GRAPHICS) {
        expect(contrast(colours, mark, ground), `${mark} on ${ground}`).to.be.at.least(3);
      }
    });
  }
});

function coloursOf(css: string): ReadonlyMap<string, string> {
  return new Map(
    [...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
}

function contrast(colours: ReadonlyMap<string, string>, a: string, b: string): number {
  const [x, y] = [luminance(colours.get(a)), luminance(colours.get(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Relative luminance by WCAG 2.2. */
function luminance(hex: string | undefined): number {
  if (hex === undefined) throw new Error('no such colour');
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
