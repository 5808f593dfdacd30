import { expect } from 'chai';
import type { Database } from '../../../data/database.ts';
import { insertDecisions } from '../../../data/stores/decisions.ts';
import { insertReview } from '../../../data/stores/reviews.ts';
import { insertStatementReading, listStatementReadings } from '../../../data/stores/statement-readings.ts';
import { insertStatement, listStatements, type Statement } from '../../../data/stores/statements.ts';
import { countUnreadStatements, listUnreadStatements } from '../../../data/views/unread-statements.ts';
import type { Vault } from '../../../data/vault.ts';
import { onEveryDatabase } from '../engines.ts';
import { decisionRowOf, insertMember, insertSmallPortfolio, NOW } from '../small-portfolio.ts';

onEveryDatabase('what people told us and nobody has read', (check) => {
  check('is what they said outside reviews, oldest first, until it is read', async ({ db, vault }) => {
    const { told, personId, decisionId } = await threeTold(db, vault);
    const reviewId = await insertReview(db, {
      decisionId,
      personId,
      requestedAt: NOW,
      dueOn: '2026-04-01',
      suspendsOutcome: true,
    });
    const said = { personId, decisionId, kind: 'note', authorId: null, at: NOW };
    await insertStatement(db, vault, { ...said, reviewId, authorKind: 'customer', text: 'in a review' });
    await insertStatement(db, vault, { ...said, reviewId: null, authorKind: 'staff', text: 'by staff' });
    const unread = await listUnreadStatements(db, vault, 10);
    expect(unread.map(({ statementId, text }) => [statementId, text])).to.deep.equal([
      [told[0], 'words 0'],
      [told[1], 'words 1'],
      [told[2], 'words 2'],
    ]);
    expect(unread[0]).to.include({
      about: 'collection',
      kind: 'correction',
      decisionId,
      applicationId: null,
    });
    expect(unread[0]?.caseNumber).to.be.a('string').and.not.equal('');
    const reader = await insertMember(db, 'reader');
    const reading = { statementId: told[0] ?? 0, personId, staffId: reader, at: NOW };
    expect(await insertStatementReading(db, reading)).to.equal(true);
    expect((await listUnreadStatements(db, vault, 1)).map(({ text }) => text)).to.deep.equal(['words 1']);
    expect(await countUnreadStatements(db)).to.equal(2);
  });

  check('was read by whoever read it first', async ({ db, vault }) => {
    const { told, personId } = await threeTold(db, vault);
    const [anna, berta] = [await insertMember(db, 'anna'), await insertMember(db, 'berta')];
    const reading = { statementId: told[1] ?? 0, personId, at: NOW };
    expect(await insertStatementReading(db, { ...reading, staffId: anna })).to.equal(true);
    expect(await insertStatementReading(db, { ...reading, staffId: berta })).to.equal(false);
    expect(await listStatementReadings(db, told)).to.deep.equal([{ ...reading, staffId: anna }]);
  });

  check('is found by its claim, whichever decision it was said about', async ({ db, vault }) => {
    const { told, personId, claimId, row } = await threeTold(db, vault);
    const [later = 0] = await insertDecisions(db, [row]);
    const id = await insertStatement(db, vault, words(personId, later, 'later'));
    const found = await listStatements(db, vault, { claimId });
    expect(found.map((each) => each.id)).to.deep.equal([...told, id]);
    expect(await listStatements(db, vault, { claimId: claimId + 1 })).to.deep.equal([]);
    expect(await listStatements(db, vault, { applicationId: claimId })).to.deep.equal([]);
  });
});

async function threeTold(db: Database, vault: Vault) {
  const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault, 2);
  const [personId = 0] = personIds;
  const [claimId = 0] = claimIds;
  const row = await decisionRowOf(db, vault, portfolioId, personId, claimId);
  const [decisionId = 0] = await insertDecisions(db, [row]);
  const told: number[] = [];
  for (let at = 0; at < 3; at += 1) {
    told.push(await insertStatement(db, vault, words(personId, decisionId, `words ${at}`)));
  }
  return { told, personId, claimId, decisionId, row };
}

function words(personId: number, decisionId: number, text: string): Omit<Statement, 'id'> {
  return {
    personId,
    decisionId,
    reviewId: null,
    kind: 'correction',
    authorKind: 'customer',
    authorId: null,
    at: NOW,
    text,
  };
}
