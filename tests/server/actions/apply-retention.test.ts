import { expect } from 'chai';
import { verifyChain } from '../../../data/audit/chain.ts';
import type { Database } from '../../../data/database.ts';
import { findDecision, insertDecisions } from '../../../data/stores/decisions.ts';
import { insertReview } from '../../../data/stores/reviews.ts';
import { insertHold, liftHold } from '../../../data/stores/retention-holds.ts';
import { insertStatement } from '../../../data/stores/statements.ts';
import type { Vault } from '../../../data/vault.ts';
import type { ActionContext } from '../../../server/actions/action.ts';
import { applyRetention } from '../../../server/actions/apply-retention.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import {
  decisionRowOf,
  insertMember,
  insertSmallPortfolio,
  NOW,
  type SmallPortfolio,
} from '../../data/small-portfolio.ts';

onEveryDatabase('letting go', (check) => {
  check('a portfolio without a profile keeps everything', async ({ db, vault }) => {
    await insertSmallPortfolio(db, vault);
    const report = await applyRetention(contextOn(db, vault, '2099-01-01'));
    expect(report).to.deep.equal({ portfolios_without_profile: 1 });
    expect(await db('contacts').pluck('id')).to.have.length(3);
  });

  check(
    'whose last debt ended long ago is only figures; whose debt is open stays whole',
    async ({ db, vault }) => {
      const { personIds } = await closedClaims(db, vault, 1);
      const [gone = 0, stays = 0] = personIds;
      await insertStatement(db, vault, {
        personId: gone,
        reviewId: null,
        decisionId: null,
        kind: 'note',
        authorKind: 'customer',
        authorId: null,
        at: NOW,
        text: 'My new number is 5551234.',
      });
      const report = await applyRetention(contextOn(db, vault, '2030-01-01'));
      expect(report).to.include({ persons_let_go: 1, kept_claims: 2 });
      const person = await db('persons').where({ id: gone }).first<Record<string, unknown>>();
      expect(person).to.include({ identity_sealed: null, identifier_index: null });
      expect(await db('claims').where({ person_id: gone }).pluck('claim_number')).to.deep.equal(['']);
      expect(await db('payments').where({ person_id: gone }).pluck('amount_cents')).to.have.length(1);
      for (const table of ['statements', 'contacts', 'notices', 'customers']) {
        expect(await db(table).where({ person_id: gone }).pluck('person_id'), table).to.deep.equal([]);
      }
      expect(
        await db('persons').where({ id: stays }).whereNotNull('identity_sealed').pluck('id'),
      ).to.deep.equal([stays]);
      expect(await verifyChain(db)).to.include({ kind: 'intact' });
    },
  );

  check(
    'the decision of a person who is let go stays as a figure that nobody can read',
    async ({ db, vault }) => {
      const { personIds, claimIds, portfolioId } = await closedClaims(db, vault, 1);
      const [decisionId = 0] = await insertDecisions(db, [
        await decisionRowOf(db, vault, portfolioId, personIds[0]!, claimIds[0]!),
      ]);
      expect(await findDecision(db, vault, decisionId)).to.not.equal(null);
      await applyRetention(contextOn(db, vault, '2035-01-01'));
      expect(await db('decisions').where({ id: decisionId }).pluck('outcome_kind')).to.have.length(1);
      expect(await findDecision(db, vault, decisionId)).to.equal(null);
    },
  );

  check('a hold keeps everything until it is lifted', async ({ db, vault }) => {
    const { personIds } = await closedClaims(db, vault, 1);
    const personId = personIds[0]!;
    const staffId = await insertMember(db, 'auditor');
    const hold = await insertHold(db, vault, {
      personId,
      reason: 'court_case',
      note: 'case 2-26-1234',
      setBy: staffId,
      setAt: NOW,
      reviewOn: '2031-01-01',
    });
    const held = await applyRetention(contextOn(db, vault, '2030-01-01'));
    expect(held).to.include({ kept_hold: 1 });
    expect(held).to.not.have.property('persons_let_go');
    expect(await db('contacts').where({ person_id: personId }).pluck('id')).to.have.length(1);
    expect(await liftHold(db, hold, { staffId, at: NOW })).to.equal(true);
    expect(await liftHold(db, hold, { staffId, at: NOW })).to.equal(false);
    expect(await applyRetention(contextOn(db, vault, '2030-01-02'))).to.include({ persons_let_go: 1 });
  });

  check(
    'rows go one by one when their time is over, but not from under an open review',
    async ({ db, vault }) => {
      const { personIds, claimIds, portfolioId } = await insertSmallPortfolio(db, vault);
      await followProfile(db);
      const [decisionId = 0] = await insertDecisions(db, [
        await decisionRowOf(db, vault, portfolioId, personIds[0]!, claimIds[0]!),
      ]);
      await insertReview(db, {
        decisionId,
        personId: personIds[0]!,
        requestedAt: NOW,
        dueOn: '2026-04-01',
        suspendsOutcome: true,
      });
      const report = await applyRetention(contextOn(db, vault, '2031-01-01'));
      expect(report).to.include({ deleted_contacts: 2 });
      expect(await db('contacts').pluck('person_id')).to.deep.equal([personIds[0]]);
    },
  );

  check('twice on a day changes nothing the second time', async ({ db, vault }) => {
    await closedClaims(db, vault, 2);
    await applyRetention(contextOn(db, vault, '2030-01-01'));
    const again = await applyRetention(contextOn(db, vault, '2030-01-01'));
    expect(again).to.not.have.property('persons_let_go');
    expect(again).to.include({ deleted_contacts: 0, kept_claims: 1 });
  });
});

function contextOn(db: Database, vault: Vault, today: string): ActionContext {
  return { db, vault, now: `${today}T03:00:00.000Z`, today, actor: { kind: 'system' } };
}

async function followProfile(db: Database): Promise<void> {
  await db('portfolios').update({ profile: 'debt-collector-ee' });
}

/** The claims of the first so many persons ended on 1 June 2026. */
async function closedClaims(db: Database, vault: Vault, count: number): Promise<SmallPortfolio> {
  const small = await insertSmallPortfolio(db, vault);
  await followProfile(db);
  for (let at = 0; at < count; at += 1) {
    await db('claim_events').insert({
      portfolio_id: small.portfolioId,
      external_id: `end-${at}`,
      person_id: small.personIds[at],
      claim_id: small.claimIds[at],
      happened_on: '2026-06-01',
      kind: 'closed',
      code: 'paid',
      amount_cents: null,
      source: 'creditor',
      obtained_on: '2026-06-01',
      valid_until: null,
    });
  }
  return small;
}
