import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { appendAuditEntry, verifyChain } from '../../../data/audit/chain.ts';
import { sealDetails } from '../../../data/audit/details.ts';
import { type Database, isPostgres } from '../../../data/database.ts';
import { openIdentity } from '../../../data/identity.ts';
import { insertConflict, insertSeats } from '../../../data/stores/committees.ts';
import { findDecision, insertDecisions } from '../../../data/stores/decisions.ts';
import { insertDocument } from '../../../data/stores/documents.ts';
import {
  type Erased,
  erasePerson,
  overwriteErased,
  TABLES_OF_A_PERSON,
} from '../../../data/stores/erasure.ts';
import { insertNotices } from '../../../data/stores/notices.ts';
import { insertReleases } from '../../../data/stores/releases.ts';
import { insertIdentityProof } from '../../../data/stores/identity-proofs.ts';
import { insertReviewEvent } from '../../../data/stores/review-events.ts';
import { insertReview, moveReview } from '../../../data/stores/reviews.ts';
import { insertSignInCodes } from '../../../data/stores/sign-in-codes.ts';
import { insertStatementReading } from '../../../data/stores/statement-readings.ts';
import { insertStatement } from '../../../data/stores/statements.ts';
import { insertVote } from '../../../data/stores/votes.ts';
import type { Vault } from '../../../data/vault.ts';
import { onEveryDatabase } from '../engines.ts';
import { refusalOf } from '../refusal.ts';
import { insertRemainingRows } from '../rows-of-a-person.ts';
import { decisionRowOf, insertMember, insertSmallPortfolio, NOW } from '../small-portfolio.ts';
import { withDatabase } from '../temp-database.ts';

/** Tables where the number of an erased person may stay: the tombstones and the trail. */
const KEPT = ['person_keys', 'erasures', 'audit_entries'];

onEveryDatabase('erasing a person', (check) => {
  check(
    'nothing of the person is left in any table but the tombstones and the trail',
    async ({ db, vault }) => {
      const [personId, otherId] = await twoPersonsWithEverything(db, vault);
      expect(await erased(db, vault, personId)).to.deep.equal({ kind: 'erased' });
      for (const table of await tablesWithPersons(db)) {
        const left = await db(table).where({ person_id: personId });
        expect(left, table).to.have.length(KEPT.includes(table) ? left.length : 0);
      }
      expect(await db('persons').pluck('id')).to.deep.equal([otherId]);
      expect(await db('decision_inputs').pluck('decision_id')).to.have.length(2);
      expect(await db('decisions').distinct('person_id').pluck('person_id')).to.deep.equal([otherId]);
    },
  );

  check(
    'the audit chain verifies afterwards, and what it held on the person is gone',
    async ({ db, vault }) => {
      const [personId] = await twoPersonsWithEverything(db, vault);
      await erased(db, vault, personId);
      expect(await verifyChain(db)).to.deep.include({ kind: 'intact', entries: 2 });
      const key = await vault.keyFor(db, personId);
      const entry = await db('audit_entries').where({ person_id: personId }).first<{ payload: Buffer }>();
      expect(vault.open(key, entry.payload, 'audit')).to.equal(null);
    },
  );

  check('a copy of the sealed texts, as in a backup, opens no more', async ({ db, vault }) => {
    const [personId] = await twoPersonsWithEverything(db, vault);
    const person = await db('persons').where({ id: personId }).first<{ identity_sealed: Buffer }>();
    const before = openIdentity(vault, await vault.keyFor(db, personId), person.identity_sealed);
    expect(before?.name).to.equal('Mari Maasikas 1');
    await erased(db, vault, personId);
    expect(openIdentity(vault, await vault.keyFor(db, personId), person.identity_sealed)).to.equal(null);
  });

  check('the others lose nothing', async ({ db, vault }) => {
    const [personId, otherId] = await twoPersonsWithEverything(db, vault);
    const before = await rowsOf(db, otherId);
    await erased(db, vault, personId);
    expect(await rowsOf(db, otherId)).to.deep.equal(before);
    const decision = await db('decisions').where({ person_id: otherId }).first<{ id: number }>('id');
    expect(await findDecision(db, vault, decision.id)).not.to.equal(null);
  });

  check('it opens no way to delete the decisions of anybody else', async ({ db, vault }) => {
    const [personId, otherId] = await twoPersonsWithEverything(db, vault);
    await erased(db, vault, personId);
    const refusal = await refusalOf(db('votes').where({ person_id: otherId }).delete());
    expect(refusal).to.include('only with its erased person');
  });

  check('a person who is not there, or is erased already, is told as such', async ({ db, vault }) => {
    const [personId] = await twoPersonsWithEverything(db, vault);
    await erased(db, vault, personId);
    expect(await erased(db, vault, personId)).to.deep.equal({ kind: 'unknown_person' });
    expect(await erased(db, vault, 999)).to.deep.equal({ kind: 'unknown_person' });
  });

  check('the persons of these tests have a row in every table of a person', async ({ db, vault }) => {
    const [personId] = await twoPersonsWithEverything(db, vault);
    const filled = await rowsOf(db, personId);
    expect(TABLES_OF_A_PERSON.filter((table) => (filled[table] ?? 0) === 0)).to.deep.equal([]);
  });

  check('the list of tables to erase from is the list of tables with persons', async ({ db }) => {
    const wanted = (await tablesWithPersons(db)).filter((table) => !KEPT.includes(table));
    expect([...TABLES_OF_A_PERSON].sort()).to.deep.equal(wanted);
  });
});

describe('erasing a person on SQLite', () => {
  it('leaves nothing of the plain figures in the file itself', () =>
    withDatabase(async ({ db, vault, url }) => {
      const [personId] = await twoPersonsWithEverything(db, vault);
      await db('claims').where({ person_id: personId }).update({ creditor: 'Väga Eriline Võlausaldaja' });
      await db.raw('pragma wal_checkpoint(truncate)');
      const file = url.replace('sqlite:', '');
      expect(readFileSync(file).includes('Väga Eriline')).to.equal(true);
      await erased(db, vault, personId);
      expect(readFileSync(file).includes('Väga Eriline')).to.equal(false);
    }));
});

async function erased(db: Database, vault: Vault, personId: number): Promise<Erased> {
  const done = await db.transaction((transaction) => erasePerson(transaction, vault, personId, NOW));
  await overwriteErased(db);
  return done;
}

async function tablesWithPersons(db: Database): Promise<readonly string[]> {
  const sql = isPostgres(db)
    ? `select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name = 'person_id' order by 1`
    : `select t.name from sqlite_master t, pragma_table_info(t.name) c
       where t.type = 'table' and c.name = 'person_id' order by 1`;
  const found = await db.raw<{ name: string }[] | { rows: { name: string }[] }>(sql);
  return (Array.isArray(found) ? found : found.rows).map((row) => row.name).sort();
}

async function rowsOf(db: Database, personId: number): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const table of await tablesWithPersons(db)) {
    counts[table] = (await db(table).where({ person_id: personId })).length;
  }
  return counts;
}

/** Two persons, each with a row in every table of a person and an entry in the trail. */
async function twoPersonsWithEverything(db: Database, vault: Vault): Promise<readonly [number, number]> {
  const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault, 2);
  const member = await insertMember(db, 'member');
  for (const [at, personId] of personIds.entries()) {
    const row = await decisionRowOf(db, vault, portfolioId, personId, claimIds[at] ?? 0);
    const [decisionId = 0] = await insertDecisions(db, [row]);
    const reviewId =
      (await insertReview(db, {
        decisionId,
        personId,
        requestedAt: NOW,
        dueOn: '2026-04-01',
        suspendsOutcome: true,
      })) ?? 0;
    const [outcomeDecisionId] = await insertDecisions(db, [
      { ...row, decided_by: 'people', replaces_decision_id: decisionId },
    ]);
    await moveReview(db, reviewId, 'requested', 'decided', { outcomeDecisionId });
    await insertSeats(db, reviewId, 1, [{ staffId: member, seat: 'chair' }]);
    const about = { reviewId, personId };
    await insertReviewEvent(db, vault, {
      ...about,
      at: NOW,
      actorKind: 'customer',
      actorId: personId,
      event: 'request',
      fromState: null,
      toState: 'requested',
      note: 'a note',
    });
    await insertConflict(db, vault, { ...about, staffId: member, declaredAt: NOW, reason: 'neighbour' });
    const vote = {
      memberId: member,
      castAt: NOW,
      verdict: { kind: 'uphold' as const },
      reasons: 'as it was',
    };
    await insertVote(db, vault, { ...about, round: 1, vote });
    await insertReleases(db, [{ decisionId, personId, act: 'release', staffId: member, at: NOW }]);
    const statementId = await insertStatement(db, vault, {
      ...about,
      decisionId,
      kind: 'contest',
      authorKind: 'customer',
      authorId: personId,
      at: NOW,
      text: 'I paid this in March.',
    });
    await insertStatementReading(db, { statementId, personId, staffId: member, at: NOW });
    await insertIdentityProof(db, vault, {
      personId,
      channel: 'phone',
      method: 'control_questions',
      passed: true,
      staffId: member,
      at: NOW,
      note: 'asked for the number of the last invoice',
    });
    const documentId = await insertDocument(db, vault, {
      ...about,
      statementId,
      name: 'maksekorraldus.pdf',
      mediaType: 'application/pdf',
      content: Buffer.from('%PDF-'),
      uploadedAt: NOW,
    });
    const [noticeId = 0] = await insertNotices(db, vault, [
      {
        ...about,
        decisionId,
        kind: 'decision',
        language: 'et',
        channel: 'email',
        text: 'Tere',
        createdAt: NOW,
      },
    ]);
    const code = { personId, noticeId, code: `CODE-${personId}`, createdAt: NOW, expiresAt: '2027-01-01' };
    await insertSignInCodes(db, [code]);
    await insertRemainingRows(db, {
      ...{ portfolioId, personId, claimId: claimIds[at] ?? 0, staffId: member },
      ...{ reviewId, documentId, noticeId },
    });
    await appendAuditEntry(db, {
      at: NOW,
      actor: { kind: 'customer', personId },
      action: 'review.requested',
      subject: { kind: 'review', id: reviewId },
      personId,
      details: sealDetails(vault, await vault.keyFor(db, personId), { words: 'I paid this in March.' }),
    });
  }
  return [personIds[0] ?? 0, personIds[1] ?? 0];
}
