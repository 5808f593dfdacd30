import { expect } from 'chai';
import fc from 'fast-check';
import { choleskyOf, inverseOf } from '../../../scoring/scorecard/curvature.ts';
import { seededRandom } from '../../../scoring/scorecard/seeded.ts';

describe('the inverse of the curvature', () => {
  it('times the curvature is one, whatever the size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 23 }), fc.integer(), (size, seed) => {
        const matrix = positiveDefinite(size, seed);
        const product = times(matrix, inverseOf(matrix, size), size);
        product.forEach((entry, at) => {
          expect(entry).to.be.closeTo(Math.floor(at / size) === at % size ? 1 : 0, 1e-9);
        });
      }),
    );
  });

  it('comes from a root whose square is the curvature', () => {
    const size = 11;
    const matrix = positiveDefinite(size, 5);
    const root = choleskyOf(matrix, size).map((entry, at) => (at % size > Math.floor(at / size) ? 0 : entry));
    const square = times(root, transposed(root, size), size);
    square.forEach((entry, at) => expect(entry).to.be.closeTo(matrix[at]!, 1e-9));
  });

  it('is refused, naming the parameter, where a direction has no curvature', () => {
    const matrix = Float64Array.from([1, 0, 0, 0, 1, 1, 0, 1, 1]);
    expect(() => inverseOf(matrix, 3)).to.throw('not positive at parameter 2');
  });
});

function positiveDefinite(size: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const root = Float64Array.from({ length: size * size }, () => random() - 0.5);
  return times(root, transposed(root, size), size).map((entry, at) =>
    Math.floor(at / size) === at % size ? entry + 0.5 : entry,
  );
}

function times(a: Float64Array, b: Float64Array, size: number): Float64Array {
  return a.map((_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    let sum = 0;
    for (let k = 0; k < size; k += 1) sum += a[row * size + k]! * b[k * size + column]!;
    return sum;
  });
}

function transposed(matrix: Float64Array, size: number): Float64Array {
  return matrix.map((_, at) => matrix[(at % size) * size + Math.floor(at / size)]!);
}
