import { expect } from 'chai';
import { expectedSquares } from '../../../scoring/scorecard/smoothness-prior.ts';

const ROWS = 12_000;

describe('what is expected of a shape before the rows are seen', () => {
  it('depends little on how finely the shape is cut, in its steps and in its bends', () => {
    for (const kind of ['step', 'bend'] as const) {
      const finely = squaresOf(kind, 48) / expectedSquares(kind, 48, ROWS);
      const coarsely = squaresOf(kind, 16) / expectedSquares(kind, 16, ROWS);
      expect(finely / coarsely, kind).to.be.within(0.8, 1.25);
    }
  });

  it('is never more for a few wide steps than for the steps of a small table', () => {
    for (const reach of [1, 2, 5]) {
      expect(expectedSquares('step', reach, ROWS)).to.equal(expectedSquares('step', 31, 600));
    }
  });

  it('is less where more rows speak, and the same for a category however many rows there are', () => {
    expect(expectedSquares('bend', 20, 40_000)).to.be.below(expectedSquares('bend', 20, 10_000));
    expect(expectedSquares('bend', 20, 50)).to.equal(expectedSquares('bend', 20, 600));
    expect(expectedSquares('size', 1, 40_000)).to.equal(expectedSquares('size', 1, 100));
  });
});

/** Of half a wave, cut into so many steps. */
function squaresOf(kind: 'step' | 'bend', steps: number): number {
  const shape = Array.from({ length: steps + 1 }, (_, at) => Math.cos((Math.PI * at) / steps));
  const slopes = differences(shape);
  return (kind === 'step' ? slopes : differences(slopes)).reduce((sum, each) => sum + each ** 2, 0);
}

function differences(values: readonly number[]): readonly number[] {
  return values.slice(1).map((value, at) => value - values[at]!);
}
