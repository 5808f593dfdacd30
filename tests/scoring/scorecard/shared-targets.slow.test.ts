import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { readTable } from '../../../data/files/table.ts';
import { crossValidateContinuous } from '../../../scoring/scorecard/continuous-metrics.ts';
import { findLeaks, type LeakageCheck } from '../../../scoring/scorecard/leakage.ts';
import { mean } from '../../../scoring/scorecard/metrics.ts';
import { dealtFolds, seededRandom } from '../../../scoring/scorecard/seeded.ts';
import type { Column, Table } from '../../../scoring/scorecard/table.ts';
import { readTarget } from '../../../scoring/scorecard/target.ts';
import { loadTensorFlow } from '../../../server/tensorflow.ts';

const SHARED = new URL('../../../../shared/data/', import.meta.url);

const TABLES = [
  { name: 'german_credit', target: 'bad' },
  { name: 'spanish_credit', target: 'bad' },
  { name: 'lending_club_sample', target: 'bad' },
  { name: 'taiwan_overdue_cure', target: 'cured_next_month' },
  { name: 'heloc', target: 'bad' },
  { name: 'taiwan_default', target: 'default_next_month' },
] as const;

describe('leaks and amounts on the shared tables', function () {
  this.timeout(120_000);

  before(function () {
    if (existsSync(SHARED)) return;
    console.log('SKIPPED: ../shared/data is not here, so leaks and amounts are not held against real tables');
    this.skip();
  });

  for (const { name, target } of TABLES) {
    it(`${name}: no column is accused, and each of three planted leaks is`, async () => {
      const table = await tableAt(`${name}.csv`);
      const read = readTarget(table, target);
      if (read.kind === 'refused') throw new Error(read.reason);
      const { outcomes } = read;
      expect(checked(table, target, outcomes).leaks).to.deep.equal([]);
      const random = seededRandom(1);
      const planted = (id: string, value: (outcome: number) => number): Column => ({
        id,
        kind: 'numeric',
        values: Float64Array.from(outcomes, value),
      });
      const leaks = [
        planted('noisy_copy', (outcome) => (random() < 0.04 ? 1 - outcome : outcome)),
        planted('booked_afterwards', (outcome) => (outcome === 1 ? 50 + Math.round(random() * 900) : 0)),
        planted('filled_when_good', (outcome) => (outcome === 1 ? NaN : Math.round(random() * 100))),
      ];
      for (const leak of leaks) {
        const found = checked({ ...table, columns: [...table.columns, leak] }, target, outcomes).leaks;
        expect(found.map(({ column }) => column)).to.deep.equal([leak.id]);
      }
    });
  }

  it('bank_debt_recovery: R² and mean absolute error of the amount are at least those of gradient boosting', async () => {
    const { tf } = await loadTensorFlow();
    const table = await tableAt('bank_debt_recovery.csv');
    const target = { name: 'actual_recovery_amount', favourable: 1, kind: 'amount' } as const;
    const measured = [];
    for (const seed of [0, 1, 2]) {
      const folds = dealtFolds(table.rows, 5, seed);
      const validated = await crossValidateContinuous(
        tf,
        table,
        { name: 'recovery', target, drop: ['id'] },
        folds,
      );
      if (validated.kind === 'refused') throw new Error(validated.reason);
      measured.push(validated);
    }
    // The best of six settings of scikit-learn's on the same folds: .812 squared error; 928 absolute error (docs/targets.md).
    expect(mean(measured.map(({ r2 }) => r2.mean))).to.be.above(0.8125);
    expect(mean(measured.map(({ mae }) => mae.mean))).to.be.below(928);
    for (const { pooled } of measured) expect(pooled.actualOverExpected).to.be.within(0.98, 1.02);
  });
});

function checked(table: Table, target: string, outcomes: Float64Array): LeakageCheck {
  const columns = table.columns.map(({ id }) => id).filter((id) => id !== target);
  return findLeaks(table, outcomes, columns);
}

async function tableAt(path: string): Promise<Table> {
  const read = await readTable(new URL(path, SHARED).pathname);
  if (read.kind === 'refused') throw new Error(read.reason);
  return read.table;
}
