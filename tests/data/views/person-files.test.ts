import { expect } from 'chai';
import { allocateIds, insertMany } from '../../../data/bulk.ts';
import { countPersons, readPersonFile, readPersonFiles } from '../../../data/views/person-files.ts';
import { onEveryDatabase } from '../engines.ts';
import { claimRow, insertSmallPortfolio } from '../small-portfolio.ts';

const KNOWN = { source: 'creditor', obtainedOn: '2025-06-01', validUntil: null };

onEveryDatabase('person files', (check) => {
  check('a file holds every record of the person, lists in order of their date', async ({ db, vault }) => {
    const { personIds, claimIds } = await insertSmallPortfolio(db, vault);
    const file = await readPersonFile(db, personIds[1] ?? 0);
    const claimId = claimIds[1];
    expect(file?.person).to.deep.equal({
      personId: personIds[1],
      jurisdiction: 'EE',
      language: 'et',
      adultOn: null,
      personKind: 'natural',
      ...KNOWN,
    });
    expect(file?.invoices).to.deep.equal(
      ['2025-01-01', '2025-02-01'].map((issuedOn) => ({
        claimId,
        issuedOn,
        dueOn: '2025-03-01',
        amountCents: 5000,
        reportedMonthsLate: null,
        ...KNOWN,
      })),
    );
    expect(file?.payments).to.deep.equal([
      { claimId, on: '2025-03-01', amountCents: 2500, reversedOn: null, ...KNOWN },
    ]);
    expect(file?.contacts).to.deep.equal([
      {
        personId: personIds[1],
        claimId,
        on: '2025-05-01',
        channel: 'call',
        direction: 'out',
        result: 'reached',
        ...KNOWN,
      },
    ]);
    expect(file?.restrictions).to.deep.equal([]);
  });

  check('a claim says yes or no, and names those who owe it too', async ({ db, vault }) => {
    const { portfolioId, personIds } = await insertSmallPortfolio(db, vault);
    const [claimId = 0] = await allocateIds(db, 'claims', 1);
    await insertMany(db, 'claims', [{ ...claimRow(claimId, portfolioId, personIds[0] ?? 0), consumer: 0 }]);
    await insertMany(
      db,
      'claim_parties',
      [personIds[2] ?? 0, personIds[1] ?? 0].map((personId) => ({
        portfolio_id: portfolioId,
        external_id: null,
        source: 'creditor',
        obtained_on: '2025-06-01',
        valid_until: null,
        person_id: personId,
        claim_id: claimId,
        role: 'co_debtor',
      })),
    );
    const file = await readPersonFile(db, personIds[0] ?? 0);
    expect(file?.claims.map((claim) => [claim.consumer, claim.coDebtorIds])).to.deep.equal([
      [true, []],
      [false, [personIds[1], personIds[2]]],
    ]);
    // The claim stands in the file of its first person alone, so that it is decided once.
    expect((await readPersonFile(db, personIds[1] ?? 0))?.claims).to.have.length(1);
  });

  check('pages follow each other by the number of the person, and miss nobody', async ({ db, vault }) => {
    const { portfolioId, personIds } = await insertSmallPortfolio(db, vault, 23);
    const seen: number[] = [];
    for (;;) {
      const page = await readPersonFiles(db, { portfolioId, afterPersonId: seen.at(-1) ?? 0, limit: 10 });
      if (page.length === 0) break;
      expect(page.every((file) => file.claims.length === 1 && file.invoices.length === 2)).to.equal(true);
      seen.push(...page.map((file) => file.person.personId));
    }
    expect(seen).to.deep.equal(personIds);
    expect(await countPersons(db, portfolioId)).to.equal(23);
  });

  check(
    'persons of another portfolio, with numbers in between, are not in the pages',
    async ({ db, vault }) => {
      const { portfolioId, personIds } = await insertSmallPortfolio(db, vault, 4);
      const [other] = await db('portfolios')
        .insert({ name: 'other', controller: 'x', kind: 'credit', jurisdiction: 'FI', created_at: 'now' })
        .returning<{ id: number }[]>('id');
      await db('contacts').where({ person_id: personIds[1] }).delete();
      for (const table of ['payments', 'invoices', 'claims', 'persons']) {
        const column = table === 'persons' ? 'id' : 'person_id';
        await db(table)
          .where(column, personIds[1] ?? 0)
          .update({ portfolio_id: other?.id });
      }
      const page = await readPersonFiles(db, { portfolioId, afterPersonId: 0, limit: 10 });
      expect(page.map((file) => file.person.personId)).to.deep.equal([
        personIds[0],
        personIds[2],
        personIds[3],
      ]);
    },
  );

  check('there is no file of somebody who is not there', async ({ db }) => {
    expect(await readPersonFile(db, 4711)).to.equal(null);
  });
});
