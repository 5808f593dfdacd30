import { expect } from 'chai';
import { coverageOf } from '../../../scoring/scorecard/coverage.ts';
import { stratifiedFolds } from '../../../scoring/scorecard/cross-validate.ts';
import {
  type DirectionCosts,
  directionCosts,
  type RankCost,
} from '../../../scoring/scorecard/direction-cost.ts';
import type { ScorecardSpec } from '../../../scoring/scorecard/fit.ts';
import { seededRandom } from '../../../scoring/scorecard/seeded.ts';
import type { Table } from '../../../scoring/scorecard/table.ts';
import type { TensorFlow } from '../../../scoring/scorecard/tensorflow.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';

const SPEC: ScorecardSpec = { name: 'made', target: { name: 'bad', favourable: 0 } };

describe('what a report tells of a fit beside its accuracy', function () {
  this.timeout(60_000);

  let tf: TensorFlow;
  before(async () => {
    ({ tf } = await loadTensorFlow());
  });

  it('a direction that the truth does not have costs, one that it has costs nothing, and together they cost what they cost', async () => {
    const { together, each, held, trainedOn, judgedOn } = await costs({ valley: 1, slope: 1 });
    expect([held, trainedOn, judgedOn]).to.deep.equal([2, 2000, 1000]);
    const [valley, slope] = ['valley', 'slope'].map((id) => each.find((one) => one.characteristic === id)!);
    expect(valley!.direction).to.equal(1);
    expect(valley!.auc).to.be.above(0.05);
    expect(valley!.interval[0]).to.be.above(0);
    expect(valley!.logLoss).to.be.above(0.01);
    expect(slope!.auc).to.be.within(-0.005, 0.005);
    expect(slope!.interval[0]).to.be.at.most(0);
    expect(together.auc).to.be.closeTo(valley!.auc, 0.01);
  });

  it('the same seed gives the same figures; a single direction is all of them together', async () => {
    const once = await costs({ valley: -1 });
    expect(await costs({ valley: -1 })).to.deep.equal(once);
    const { characteristic, direction, ...alone } = once.each[0]!;
    expect([characteristic, direction]).to.deep.equal(['valley', -1]);
    expect(alone).to.deep.equal(once.together);
  });

  it('without directions there is nothing to cost', async () => {
    const { table, outcomes } = made();
    const folds = stratifiedFolds(outcomes, 3, 0);
    expect(await directionCosts(tf, table, outcomes, SPEC, folds)).to.equal(null);
  });

  it('where hardly anybody of a class is left to judge by, no cost is told', async () => {
    const { table, outcomes } = made();
    const few = Float64Array.from(outcomes, (_, row) => (row % 300 === 0 ? 1 : 0));
    const folds = stratifiedFolds(few, 5, 0);
    const spec = { ...SPEC, monotone: { slope: 1 } } as const;
    expect(await directionCosts(tf, table, few, spec, folds)).to.equal(null);
  });

  it('scorecards of separate parts differ about as much as sampling lets expect, and the same seed deals the same', async () => {
    const { table, outcomes } = made();
    const folds = stratifiedFolds(outcomes, 3, 0);
    const coverage = await coverageOf(tf, table, SPEC, folds);
    expect(coverage).to.include({ nominal: 0.9, fittedOn: 666, rows: 1000 });
    expect(coverage!.covered).to.be.within(0.8, 0.97);
    expect(await coverageOf(tf, table, SPEC, folds)).to.deep.equal(coverage);
  });

  async function costs(monotone: Readonly<Record<string, -1 | 1>>): Promise<DirectionCosts<RankCost>> {
    const { table, outcomes } = made();
    const folds = stratifiedFolds(outcomes, 3, 0);
    const found = await directionCosts(tf, table, outcomes, { ...SPEC, monotone }, folds);
    if (found === null) throw new Error('directions were declared');
    return found;
  }
});

/** The middle of the valley is the best there; the slope only rises. */
function made(): { readonly table: Table; readonly outcomes: Float64Array } {
  const rows = 3000;
  const random = seededRandom(3);
  const draw = (): Float64Array => Float64Array.from({ length: rows }, () => Math.floor(random() * 100) / 10);
  const [valley, slope] = [draw(), draw()];
  const bad = valley.map((value, row) => {
    const logOdds = -2 + 0.6 * Math.abs(value - 5) + 0.2 * slope[row]!;
    return random() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
  });
  const columns = Object.entries({ valley, slope, bad }).map(
    ([id, values]) => ({ id, kind: 'numeric', values }) as const,
  );
  return { table: { rows, columns }, outcomes: bad };
}
