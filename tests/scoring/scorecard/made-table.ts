import type { Table } from '../../../scoring/scorecard/table.ts';

/**
 * A table made by a formula, the same on every machine: income works downwards, arrears upwards, region and a bureau
 * figure with the code −9 a little, noise not at all.
 */
export function madeTable(rows: number, seed = 1): Table {
  const random = sequence(seed);
  const regions = ['north', 'south', 'east', 'west'];
  const income = new Float64Array(rows);
  const arrears = new Float64Array(rows);
  const bureau = new Float64Array(rows);
  const noise = new Float64Array(rows);
  const region = new Int32Array(rows);
  const bad = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    income[row] = random() < 0.05 ? NaN : Math.round(500 + 3000 * random() ** 2);
    arrears[row] = Math.floor(6 * random() ** 3);
    bureau[row] = random() < 0.2 ? -9 : Math.floor(100 * random());
    noise[row] = Math.round(1000 * random()) / 100;
    region[row] = Math.floor(4 * random());
    const wealth = Number.isNaN(income[row]!) ? 0.5 : (1500 - income[row]!) / 1000;
    const known = bureau[row] === -9 ? 0.8 : (50 - bureau[row]!) / 60;
    const logOdds = -1 + wealth + 0.6 * arrears[row]! + known + (region[row] === 0 ? 0.7 : 0);
    bad[row] = random() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
  }
  return {
    rows,
    columns: [
      { id: 'income', kind: 'numeric', values: income },
      { id: 'arrears', kind: 'numeric', values: arrears },
      { id: 'bureau', kind: 'numeric', values: bureau },
      { id: 'noise', kind: 'numeric', values: noise },
      { id: 'region', kind: 'category', codes: region, dictionary: regions },
      { id: 'bad', kind: 'numeric', values: bad },
    ],
  };
}

/** A linear congruential sequence in [0, 1) (Numerical Recipes). */
function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
