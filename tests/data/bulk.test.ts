import { expect } from 'chai';
import { allocateIds, insertMany, insertNew } from '../../data/bulk.ts';
import { openDatabase } from '../../data/database.ts';
import { onEveryDatabase } from './engines.ts';
import { refusalOf } from './refusal.ts';
import { insertSmallPortfolio, paymentRow } from './small-portfolio.ts';

onEveryDatabase('bulk inserts', (check) => {
  check('every kind of cell comes back as it went in', async ({ db, vault }) => {
    const { portfolioId, personIds } = await insertSmallPortfolio(db, vault);
    const awkward = { quotes: `'"\\`, digits: '0012', unicode: 'õäöü 🦌 ?' };
    const row = (external: string, to: string | null, sealed: Buffer | null) => ({
      portfolio_id: portfolioId,
      person_id: personIds[0] ?? 0,
      external_id: external,
      source: 'person',
      obtained_on: '2026-01-31',
      valid_until: null,
      kind: 'guardian',
      from_on: '2026-01-01',
      to_on: to,
      identity_sealed: sealed,
    });
    await insertMany(db, 'representatives', [
      row(awkward.quotes, null, Buffer.from([0, 255, 39, 92])),
      row(awkward.digits, '2026-02-01', null),
      row(awkward.unicode, null, Buffer.alloc(0)),
    ]);
    const rows = await db('representatives')
      .orderBy('id')
      .select<{ external_id: string; to_on: string | null; identity_sealed: Buffer | null }[]>(
        'external_id',
        'to_on',
        'identity_sealed',
      );
    expect(rows.map((r) => r.external_id)).to.deep.equal(Object.values(awkward));
    expect(rows.map((r) => r.to_on)).to.deep.equal([null, '2026-02-01', null]);
    expect(rows.map((r) => r.identity_sealed?.toString('hex') ?? null)).to.deep.equal(['00ff275c', null, '']);
  });

  check('numbers stay numbers: amounts, shares and negative ones', async ({ db, vault }) => {
    const { portfolioId, personIds } = await insertSmallPortfolio(db, vault);
    const known = { source: 'creditor', obtained_on: '2026-01-01', valid_until: null };
    await insertMany(db, 'outcomes', [outcome(-1.5, 'half'), outcome(1, 'one'), outcome(0.1 + 0.2, 'sum')]);
    const values = await db('outcomes').orderBy('id').pluck<unknown[]>('value');
    expect(values).to.deep.equal([-1.5, 1, 0.1 + 0.2]);

    function outcome(value: number, external: string) {
      return {
        portfolio_id: portfolioId,
        person_id: personIds[0] ?? 0,
        external_id: external,
        claim_id: null,
        application_id: null,
        name: 'default',
        happened_on: '2026-01-01',
        value,
        ...known,
      };
    }
  });

  check('the same rows sent again change nothing and are not counted', async ({ db, vault }) => {
    const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault);
    const of = {
      portfolio_id: portfolioId,
      person_id: personIds[0] ?? 0,
      claim_id: claimIds[0] ?? 0,
      source: 'creditor',
      obtained_on: '2026-01-01',
      valid_until: null,
    };
    const rows = Array.from({ length: 12_000 }, (_, at) => paymentRow(of, `X${at}`));
    expect(await insertNew(db, 'payments', rows.slice(0, 7_000))).to.equal(7_000);
    expect(await insertNew(db, 'payments', rows)).to.equal(5_000);
    expect(await insertNew(db, 'payments', rows)).to.equal(0);
    expect(await db('payments').whereLike('external_id', 'X%').count({ count: '*' })).to.deep.equal([
      { count: 12_000 },
    ]);
  });

  check('a payment on a claim of somebody else is refused by the database', async ({ db, vault }) => {
    const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault);
    const wrong = {
      portfolio_id: portfolioId,
      person_id: personIds[0] ?? 0,
      claim_id: claimIds[1] ?? 0,
      source: 'creditor',
      obtained_on: '2026-01-01',
      valid_until: null,
    };
    expect(await refusalOf(insertMany(db, 'payments', [paymentRow(wrong, 'W')]))).to.match(/foreign key/i);
  });

  check('a batch that fails at its end leaves nothing behind', async ({ db, vault }) => {
    const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault);
    const of = {
      portfolio_id: portfolioId,
      person_id: personIds[0] ?? 0,
      claim_id: claimIds[0] ?? 0,
      source: 'creditor',
      obtained_on: '2026-01-01',
      valid_until: null,
    };
    const rows = Array.from({ length: 6_000 }, (_, at) => paymentRow(of, `Y${at % 5_999}`));
    expect(await refusalOf(insertMany(db, 'payments', rows))).to.match(/unique/i);
    expect(await db('payments').whereLike('external_id', 'Y%').count({ count: '*' })).to.deep.equal([
      { count: 0 },
    ]);
  });

  check('ids drawn at the same time by several callers never meet', async ({ db, url }) => {
    const others = [openDatabase(url), openDatabase(url)];
    const drawn = await Promise.all(
      [db, ...others, db, ...others].map((each, at) => allocateIds(each, 'claims', 500 + at)),
    );
    for (const other of others) await other.destroy();
    const all = drawn.flat();
    expect(new Set(all).size).to.equal(6 * 500 + 15);
  });

  check('ids drawn in a block and ids given by the database never meet', async ({ db }) => {
    const [drawn] = await allocateIds(db, 'portfolios', 1);
    const [given] = await db('portfolios')
      .insert({ name: 'a', controller: 'b', kind: 'credit', jurisdiction: 'EE', created_at: 'now' })
      .returning<{ id: number }[]>('id');
    const [after] = await allocateIds(db, 'portfolios', 1);
    expect([drawn, given?.id, after]).to.deep.equal([1, 2, 3]);
  });
});
