import { expect } from 'chai';
import { insertPolicy } from '../../../data/stores/policies.ts';
import { readPacks } from '../../../data/policies.ts';
import { listAuditEntries } from '../../../data/audit/chain.ts';
import { findDecision, insertDecisions } from '../../../data/stores/decisions.ts';
import { listReviewEvents } from '../../../data/stores/review-events.ts';
import { readPersonFile } from '../../../data/views/person-files.ts';
import { parsePolicy } from '../../../scoring/policy/parse-policy.ts';
import { inputsOf } from '../../../scoring/decision/inputs.ts';
import { decide } from '../../../scoring/decision/decide.ts';
import { historyOf } from '../../../scoring/portfolio/as-of.ts';
import { decideToday } from '../../../server/actions/decide-today.ts';
import { decisionRow } from '../../../server/actions/decision-row.ts';
import { explainDecision } from '../../../server/actions/explain-decision.ts';
import { openReview } from '../../../server/actions/open-review.ts';
import { prepareReview } from '../../../server/actions/prepare-review.ts';
import { requestReview } from '../../../server/actions/request-review.ts';
import { loadReviewCase } from '../../../server/actions/review-case.ts';
import { isScoreCovered, showScore } from '../../../server/actions/show-score.ts';
import { collectionPack, collectionScorecards } from '../../scoring/explanation/fixtures.ts';
import { NOW } from '../../data/small-portfolio.ts';
import { type Contested, contested } from './contested.ts';

/** A decision from the person's own records on the first of June last year. */
async function decidedThen(at: Contested): Promise<number> {
  const file = await readPersonFile(at.db, at.personId);
  const claimId = file?.claims[0]?.claimId ?? 0;
  if (file === null) throw new Error('no file');
  const inputs = inputsOf(historyOf(file, '2025-06-01', { kind: 'claim', claimId }));
  const decision = decide(inputs, collectionPack, collectionScorecards, null);
  const stored = await findDecision(at.db, at.vault, at.measured);
  const place = { portfolioId: stored?.portfolio_id ?? 0, runId: null, replaces: null } as const;
  const key = await at.vault.keyFor(at.db, at.personId);
  const row = decisionRow(decision, at.vault, key, {
    ...place,
    decidedAt: '2025-06-01T10:00:00.000Z',
    decidedBy: 'program',
  });
  const [id = 0] = await insertDecisions(at.db, [row]);
  return id;
}

async function today(at: Contested, decisionId: number, now = NOW) {
  const stored = await findDecision(at.db, at.vault, decisionId);
  const file = await readPersonFile(at.db, at.personId);
  const means = stored && (await explainDecision(at, stored));
  if (stored === null || file === null || means === null || means.kind === 'missing') throw new Error('gone');
  return decideToday(at.as(at.officer, now), stored, means, file);
}

describe('what the program would say today', () => {
  it('is decided from today’s records by the same rules, and stores nothing', () =>
    contested(async (at) => {
      const decisionId = await decidedThen(at);
      const before = await at.db('decisions').count({ count: '*' });
      const found = await today(at, decisionId);
      if (found.kind !== 'decided') throw new Error(found.kind);
      const { inputs } = found.sameRules.decision;
      expect(inputs.asOf).to.equal('2026-03-02');
      const stored = await findDecision(at.db, at.vault, decisionId);
      expect(inputs.values.days_past_due).to.be.greaterThan(
        Number(stored?.decision.inputs.values.days_past_due),
      );
      expect(found.rulesOfToday).to.equal(null);
      expect(await at.db('decisions').count({ count: '*' })).to.deep.equal(before);
    }));

  it('is also decided by the rules of today where they are newer', () =>
    contested(async (at) => {
      const decisionId = await decidedThen(at);
      const pack = (await readPacks()).find(({ policy }) => policy.id === 'collection-ee');
      if (pack === undefined) throw new Error('no pack');
      const newer = pack.policy.version + 1;
      const yaml = pack.yaml.replace(/^version: \d+/m, `version: ${newer}`);
      const parsed = parsePolicy(yaml);
      if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
      await insertPolicy(at.db, {
        policyId: 'collection-ee',
        version: newer,
        fingerprint: parsed.policy.fingerprint,
        yaml,
        createdAt: NOW,
      });
      const found = await today(at, decisionId);
      expect(found.kind === 'decided' ? found.rulesOfToday?.decision.policy.version : null).to.equal(newer);
      expect(found.kind === 'decided' ? found.sameRules.decision.policy.version : null).to.equal(
        pack.policy.version,
      );
    }));

  it('is nothing once the claim is closed, or where the case is on no record', () =>
    contested(async (at) => {
      expect(await today(at, at.declined)).to.deep.equal({ kind: 'nothing_to_decide' });
      const decisionId = await decidedThen(at);
      const claim = await at
        .db('claims')
        .where({ person_id: at.personId })
        .first<{ id: number; portfolio_id: number }>();
      await at.db('claim_events').insert({
        portfolio_id: claim.portfolio_id,
        external_id: 'E1',
        source: 'creditor',
        obtained_on: '2026-02-01',
        person_id: at.personId,
        claim_id: claim.id,
        happened_on: '2026-02-01',
        kind: 'closed',
        code: 'paid',
      });
      expect(await today(at, decisionId)).to.deep.equal({ kind: 'nothing_to_decide' });
    }));
});

describe('the score shown late', () => {
  it('is covered for a member until they ask for it, where the policy says so; the first impression is kept', () =>
    contested(async (at) => {
      const asked = await requestReview(at.as(at.customer), { decisionId: at.declined, statement: '' });
      const reviewId = asked.kind === 'requested' ? asked.reviewId : 0;
      await prepareReview(at.as(at.officer), { reviewId, note: '' });
      await openReview(at.as(at.officer), { reviewId });
      const [member, other] = at.members;
      const covered = async (staffId: number, late: boolean): Promise<boolean> => {
        const found = await loadReviewCase(at.as(at.officer), reviewId);
        if (found === null) throw new Error('gone');
        const policy = { ...found.policy, review: { ...found.policy.review, showScoreLate: late } };
        return isScoreCovered(
          { ...found, policy },
          await listReviewEvents(at.db, at.vault, reviewId),
          staffId,
        );
      };
      const id = (actor: typeof member) => (actor.kind === 'staff' ? actor.staffId : 0);
      expect(await covered(id(member), true)).to.equal(true);
      expect(await covered(id(member), false)).to.equal(false);
      expect(await covered(id(at.officer), true)).to.equal(false);
      const impression = 'The receipt settles it.';
      expect(await showScore(at.as(member), { reviewId, impression })).to.deep.equal({
        kind: 'shown',
        again: false,
      });
      expect(await showScore(at.as(member), { reviewId, impression: '' })).to.deep.equal({
        kind: 'shown',
        again: true,
      });
      expect(await covered(id(member), true)).to.equal(false);
      expect(await covered(id(other), true)).to.equal(true);
      expect(await showScore(at.as(at.officer), { reviewId, impression: '' })).to.include({
        because: 'not_allowed',
      });
      const shown = (await listReviewEvents(at.db, at.vault, reviewId)).filter(
        ({ event }) => event === 'score_shown',
      );
      expect(shown.map(({ note, actorId, at: when }) => ({ note, actorId, when }))).to.deep.equal([
        { note: impression, actorId: id(member), when: NOW },
      ]);
      expect(JSON.stringify(await listAuditEntries(at.db, 0, 50))).to.not.contain(impression);
    }));

  it('is a setting of the policy that older packs need not have: their fingerprints stay', async () => {
    const packs = await readPacks();
    for (const { policy, yaml } of packs) {
      const late = parsePolicy(yaml.replace(/^review:\n/m, 'review:\n  show_score_late: true\n'));
      if (late.kind === 'refused') throw new Error(policy.id);
      expect(late.policy.review.showScoreLate).to.equal(true);
      expect(late.policy.fingerprint).to.not.equal(policy.fingerprint);
    }
  });
});
