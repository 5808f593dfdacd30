import { locateColumn, locatorOf } from './locate.ts';
import { sigmoid } from './metrics.ts';
import { placePairs } from './pairs.ts';
import { basePointsOf } from './scaling.ts';
import type { Scorecard } from './scorecard.ts';
import { type Column, findColumn, type Table } from './table.ts';

/** The scores of a batch, one entry a row. */
export interface BatchScores {
  readonly logOdds: Float64Array;
  readonly probability: Float64Array;
  readonly points: Float64Array;
  /** The attribute hit by each row, by characteristic, in the scorecard's order. */
  readonly hits: readonly Uint16Array[];
  /** The cell hit by each row, by pair term. */
  readonly cells: readonly Uint16Array[];
}

export interface CompiledScorer {
  readonly scorecard: Scorecard;
  /** Scores a whole table, a column at a time. Throws when a characteristic's column is not there. */
  readonly score: (table: Table) => BatchScores;
}

/** Characteristics of the scorecard that the table has no column for. */
export function columnsLacking(scorecard: Scorecard, table: Table): readonly string[] {
  return scorecard.characteristics.filter(({ id }) => !findColumn(table, id)).map(({ id }) => id);
}

/** The scorecard as typed arrays. Gives what `scoreRow` gives, bit for bit: the published numbers add exactly. */
export function compileScorer(scorecard: Scorecard): CompiledScorer {
  const terms = scorecard.characteristics.map((characteristic) => ({
    id: characteristic.id,
    locator: locatorOf(characteristic),
    logOdds: Float64Array.from(characteristic.attributes, (attribute) => attribute.logOdds),
    points: Float64Array.from(characteristic.attributes, (attribute) => attribute.points),
  }));
  const pairs = placePairs(scorecard).map(({ term, first, second }) => ({
    first,
    second,
    firstCells: Uint16Array.from(term.first.groupOf, (group) => group * term.second.groups),
    secondCells: Uint16Array.from(term.second.groupOf),
    logOdds: Float64Array.from(term.logOdds),
    points: Float64Array.from(term.points),
  }));
  const basePoints = basePointsOf(scorecard);

  const score = (table: Table): BatchScores => {
    const logOdds = new Float64Array(table.rows).fill(scorecard.intercept);
    const points = new Float64Array(table.rows).fill(basePoints);
    const hits = terms.map((term) => {
      const column = columnOf(table, term.id);
      const hit = locateColumn(term.locator, column, new Uint16Array(table.rows));
      for (let row = 0; row < table.rows; row += 1) {
        logOdds[row] = logOdds[row]! + term.logOdds[hit[row]!]!;
        points[row] = points[row]! + term.points[hit[row]!]!;
      }
      return hit;
    });
    const cells = pairs.map((pair) => {
      const [first, second] = [hits[pair.first]!, hits[pair.second]!];
      const cell = new Uint16Array(table.rows);
      for (let row = 0; row < table.rows; row += 1) {
        const at = pair.firstCells[first[row]!]! + pair.secondCells[second[row]!]!;
        cell[row] = at;
        logOdds[row] = logOdds[row]! + pair.logOdds[at]!;
        points[row] = points[row]! + pair.points[at]!;
      }
      return cell;
    });
    return { logOdds, probability: logOdds.map(sigmoid), points, hits, cells };
  };
  return { scorecard, score };
}

function columnOf(table: Table, id: string): Column {
  const column = findColumn(table, id);
  if (!column) throw new Error(`the table has no column "${id}", which the scorecard needs`);
  return column;
}
