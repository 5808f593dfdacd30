import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { readTable } from '../../../data/files/table.ts';
import { crossValidate } from '../../../scoring/scorecard/cross-validate.ts';
import { fitScorecard } from '../../../scoring/scorecard/fit.ts';
import { findColumn, type Table } from '../../../scoring/scorecard/table.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';

/** Quantile bins, one-hot, L2 logistic on the same folds: AUC and log loss of ../shared/data/README.md. */
const WOE = [
  { name: 'german_credit', target: 'bad', auc: 0.7849, logLoss: 0.5029 },
  { name: 'spanish_credit', target: 'bad', auc: 0.8453, logLoss: 0.4261 },
  { name: 'lending_club_sample', target: 'bad', auc: 0.728, logLoss: 0.1896 },
  { name: 'taiwan_overdue_cure', target: 'cured_next_month', auc: 0.7328, logLoss: 0.6069 },
  { name: 'heloc', target: 'bad', auc: 0.7962, logLoss: 0.5479 },
  { name: 'taiwan_default', target: 'default_next_month', auc: 0.7734, logLoss: 0.4336 },
] as const;

const SHARED = new URL('../../../../shared/data/', import.meta.url);

describe('scorecards of the six shared tables', function () {
  this.timeout(120_000);

  before(function () {
    if (existsSync(SHARED)) return;
    console.log(
      'SKIPPED: the six tables of ../shared/data are not here, so no figure is compared with its anchor',
    );
    this.skip();
  });

  for (const { name, target, auc, logLoss } of WOE) {
    it(`${name} is ranked and calibrated no worse than weight of evidence on the same folds`, async () => {
      const { tf } = await loadTensorFlow();
      const table = await tableAt(`${name}.csv`);
      const folds = findColumn(await tableAt(`folds/${name}.csv`), 'fold');
      if (folds?.kind !== 'numeric') throw new Error(`folds/${name}.csv has no column fold`);
      const validated = await crossValidate(
        tf,
        table,
        { name, target: { name: target, favourable: 0 } },
        folds.values,
      );
      if (validated.kind === 'refused') throw new Error(validated.reason);
      // Stricter than asked (0.003, and 0.010 under 2,000 rows): what was reached once is held.
      expect(validated.auc.mean, 'AUC').to.be.above(auc);
      expect(validated.logLoss.mean, 'log loss').to.be.below(logLoss);
      expect(validated.pooled.calibrationSlope, 'calibration slope').to.be.within(0.9, 1.1);
    });
  }

  it('an amount recovered is no class, and is refused saying so', async () => {
    const { tf } = await loadTensorFlow();
    const table = await tableAt('bank_debt_recovery.csv');
    const target = { name: 'actual_recovery_amount', favourable: 1 } as const;
    const outcome = await fitScorecard(tf, table, { name: 'recovery', target });
    expect(outcome).to.include({ kind: 'refused', code: 'target_not_binary' });
  });
});

async function tableAt(path: string): Promise<Table> {
  const read = await readTable(new URL(path, SHARED).pathname);
  if (read.kind === 'refused') throw new Error(read.reason);
  return read.table;
}
