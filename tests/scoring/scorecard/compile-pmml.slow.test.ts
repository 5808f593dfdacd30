import { compileToPmml } from '../../../scoring/scorecard/compile-pmml.ts';
import { rowOf } from '../../../scoring/scorecard/table.ts';
import { expectSamePmml, readPmml } from './pmml-evaluator.ts';
import { REAL_TABLES, type RealTable, realCard, realTablesAreHere } from './real-cards.ts';

describe('PMML of a trained scorecard', function () {
  this.timeout(180_000);

  for (const name of Object.keys(REAL_TABLES) as RealTable[]) {
    it(`scores every row of ${name} as the scorer does, missing, unseen and out of range included`, async function () {
      if (!realTablesAreHere('PMML')) this.skip();
      const { card, table } = await realCard(name);
      const models = readPmml(compileToPmml(card, { cutoff: 0.3 }));
      for (let row = 0; row < table.rows; row += 1) expectSamePmml(models, card, rowOf(table, row), 0.3);
    });
  }
});
