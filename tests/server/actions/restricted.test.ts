import { expect } from 'chai';
import fc from 'fast-check';
import { text } from 'node:stream/consumers';
import { readPacks } from '../../../data/policies.ts';
import { brakeOfRequest, insertBrake } from '../../../data/stores/brakes.ts';
import { findDecision, listDecisionsOfPerson } from '../../../data/stores/decisions.ts';
import { listReviewsOfPerson } from '../../../data/stores/reviews.ts';
import { insertScorecard } from '../../../data/stores/scorecards.ts';
import { readPersonFile } from '../../../data/views/person-files.ts';
import type { Policy } from '../../../scoring/policy/policy.ts';
import { isRestricted } from '../../../scoring/portfolio/restricted.ts';
import { fingerprintOfScorecard } from '../../../scoring/scorecard/fingerprint.ts';
import type { ActionContext } from '../../../server/actions/action.ts';
import { decideCases } from '../../../server/actions/decide-cases.ts';
import { decideToday } from '../../../server/actions/decide-today.ts';
import { explainDecision } from '../../../server/actions/explain-decision.ts';
import { exportRun } from '../../../server/actions/export-run.ts';
import { releaseMeasures } from '../../../server/actions/release-measures.ts';
import { redecideCorrected } from '../../../server/actions/redecide-corrected.ts';
import { runPortfolio } from '../../../server/actions/run-portfolio.ts';
import { AS_OF, insertSmallPortfolio, NOW } from '../../data/small-portfolio.ts';
import { withDatabase } from '../../data/temp-database.ts';
import { defaultCard, paymentCard } from '../../scoring/explanation/fixtures.ts';

interface Scored {
  readonly context: ActionContext;
  readonly personIds: readonly number[];
  readonly claimIds: readonly number[];
}

function scored(work: (at: Scored) => Promise<void>): Promise<void> {
  return withDatabase(async ({ db, vault }) => {
    const { personIds, claimIds } = await insertSmallPortfolio(db, vault, 4);
    await insertScorecard(db, paymentCard, null, NOW);
    const today = NOW.slice(0, 10);
    await work({ context: { db, vault, now: NOW, today, actor: { kind: 'system' } }, personIds, claimIds });
  });
}

const day = fc
  .integer({ min: 0, max: 400 })
  .map((days) => new Date(1_767_225_600_000 + days * 86_400_000).toISOString().slice(0, 10));

describe('a restricted person', () => {
  it('is restricted on each day from its beginning to the day before its end, and on no other', () => {
    fc.assert(
      fc.property(day, fc.option(day), day, (from, to, on) => {
        const restriction = {
          personId: 1,
          kind: 'restricted',
          from,
          to,
          source: 'person',
          obtainedOn: from,
          validUntil: null,
        } as const;
        const inForce = from <= on && (to === null || on < to);
        expect(isRestricted({ restrictions: [restriction] }, on)).to.equal(inForce);
        expect(isRestricted({ restrictions: [{ ...restriction, kind: 'objection' }] }, on)).to.equal(false);
      }),
    );
  });

  for (const policy of ['collection-ee', 'collection-fi'] as const) {
    it(`is scored by no run of ${policy}, also not for a day before the restriction`, () =>
      scored(async ({ context, personIds }) => {
        const [restricted = 0, other = 0] = personIds;
        await insertBrake(context.db, {
          personId: restricted,
          kind: 'restricted',
          from: context.today,
          because: 'r',
        });
        const ran = await runPortfolio(context, { portfolio: 'small', policy, asOf: AS_OF });
        if (ran.kind === 'refused') throw new Error(ran.reason);
        expect(await listDecisionsOfPerson(context.db, restricted)).to.deep.equal([]);
        expect(await listDecisionsOfPerson(context.db, other)).to.have.length(1);
      }));
  }

  it('is refused where a single case is asked for', () =>
    scored(async ({ context, personIds, claimIds }) => {
      await insertBrake(context.db, {
        personId: personIds[0] ?? 0,
        kind: 'restricted',
        from: context.today,
        because: 'r',
      });
      const caseNumbers = [`C${claimIds[0]}`, `C${claimIds[1]}`];
      const decided = await decideCases(context, {
        portfolio: 'small',
        policy: 'collection-ee',
        asOf: AS_OF,
        caseNumbers,
      });
      if (decided.kind === 'refused') throw new Error(decided.reason);
      expect(decided.cases[0]).to.include({ kind: 'refused', because: 'restricted' });
      expect(decided.cases[1]).to.include({ kind: 'decided' });
    }));
});

/** A portfolio for each policy that comes with the program, with a scorecard for every name that one asks for. */
function ofEveryPolicy(work: (at: Scored, policy: Policy) => Promise<void>): Promise<void> {
  return readPacks().then(async (packs) => {
    for (const { policy } of packs) {
      const { kind, scorecards } = policy;
      await withDatabase(async ({ db, vault }) => {
        const { personIds, claimIds } = await insertSmallPortfolio(db, vault, 2);
        await db('portfolios').update({ kind });
        for (const [at, person_id] of personIds.entries()) {
          const [of] = await db('claims')
            .where({ person_id })
            .select<{ portfolio_id: number }[]>('portfolio_id');
          await db('applications').insert({
            ...{
              portfolio_id: of?.portfolio_id,
              external_id: `A${at}`,
              application_number: `A${at}`,
              person_id,
            },
            ...{
              source: 'creditor',
              obtained_on: AS_OF,
              happened_on: AS_OF,
              lender: 'Näide',
              product: 'loan',
            },
            ...{ currency: 'EUR', amount_cents: 100_000, term_months: 12, annual_rate: 0.2 },
          });
        }
        for (const { scorecard } of scorecards) {
          const like = kind === 'credit' ? defaultCard : paymentCard;
          const named = { ...like, name: scorecard, fingerprint: '' };
          await insertScorecard(db, { ...named, fingerprint: fingerprintOfScorecard(named) }, null, NOW);
        }
        const today = NOW.slice(0, 10);
        const context: ActionContext = { db, vault, now: NOW, today, actor: { kind: 'system' } };
        await work({ context, personIds, claimIds }, policy);
      });
    }
  });
}

const restrict = (context: ActionContext, personId: number, because = 'granted'): Promise<void> =>
  insertBrake(context.db, { personId, kind: 'restricted', from: context.today, because });

describe('a restricted person, whatever the policy', function () {
  this.timeout(60_000);

  it('is scored by no run and by no single decision, and the run says how many it left alone', () =>
    ofEveryPolicy(async ({ context, personIds, claimIds }, policy) => {
      const [restricted = 0, other = 0] = personIds;
      await restrict(context, restricted);
      const order = { portfolio: 'small', policy: policy.id, asOf: AS_OF };
      const ran = await runPortfolio(context, order);
      if (ran.kind === 'refused') throw new Error(`${policy.id}: ${ran.reason}`);
      expect(ran, policy.id).to.include({ restricted: 1, decided: 1 });
      const caseNumbers = policy.kind === 'credit' ? ['A0'] : [`C${claimIds[0]}`];
      const single = await decideCases(context, { ...order, caseNumbers });
      expect(single, policy.id).to.deep.equal({
        kind: 'done',
        cases: [{ kind: 'refused', caseNumber: caseNumbers[0], because: 'restricted' }],
      });
      expect(await listDecisionsOfPerson(context.db, restricted), policy.id).to.deep.equal([]);
      expect(await listDecisionsOfPerson(context.db, other), policy.id).to.have.length(1);
    }));

  it('has nothing released, confirmed, told or given out of what was decided before', () =>
    ofEveryPolicy(async ({ context, personIds }, policy) => {
      const { db } = context;
      const [personId = 0] = personIds;
      const ran = await runPortfolio(context, { portfolio: 'small', policy: policy.id, asOf: AS_OF });
      if (ran.kind === 'refused') throw new Error(`${policy.id}: ${ran.reason}`);
      const [decision] = await listDecisionsOfPerson(db, personId);
      const decisionId = decision?.id ?? 0;
      await restrict(context, personId);
      const planner: ActionContext = { ...context, actor: { kind: 'staff', staffId: 1, roles: ['planner'] } };
      const released = await releaseMeasures(planner, { filter: {}, decisionIds: [decisionId] });
      expect(released.released.length + released.awaitingSecond.length, policy.id).to.equal(0);
      if (decision?.measure != null && decision.measure !== 'no_action') {
        expect(released.refused.get('restricted'), policy.id).to.equal(1);
      }
      expect(await db('measures_taken').where({ person_id: personId }), policy.id).to.deep.equal([]);
      for (const kind of ['decisions', 'measures', 'scores'] as const) {
        const exported = await exportRun(context, { run: ran.run, kind, format: 'csv' });
        if (exported.kind === 'refused') throw new Error(exported.reason);
        const lines = (await text(exported.bytes)).trim().split('\n').slice(1);
        const decisions = lines.map((line) => line.trim().split(',').at(-1));
        expect(decisions, policy.id).not.to.include(String(decisionId));
      }
    }));

  it('is not scored anew for a review, nor after a correction: people look at each decision', () =>
    ofEveryPolicy(async ({ context, personIds }, policy) => {
      const { db, vault } = context;
      const [personId = 0] = personIds;
      const ran = await runPortfolio(context, { portfolio: 'small', policy: policy.id, asOf: AS_OF });
      if (ran.kind === 'refused') throw new Error(`${policy.id}: ${ran.reason}`);
      const [listed] = await listDecisionsOfPerson(db, personId);
      await restrict(context, personId);
      const stored = await findDecision(db, vault, listed?.id ?? 0);
      const file = await readPersonFile(db, personId);
      const means = stored && (await explainDecision(context, stored));
      if (stored === null || file === null || means?.kind !== 'explained') throw new Error(policy.id);
      expect(await decideToday(context, stored, means, file), policy.id).to.deep.equal({
        kind: 'restricted',
      });
      const again = await redecideCorrected(context, { personId, requestId: 7 });
      expect(again, policy.id).to.deep.equal({ same: [], reopened: [stored.id] });
    }));

  it('that asked for the correction itself, and rests for that alone, has it looked into by the program', () =>
    scored(async ({ context, personIds }) => {
      const [personId = 0] = personIds;
      await runPortfolio(context, { portfolio: 'small', policy: 'collection-ee', asOf: AS_OF });
      const [decision] = await listDecisionsOfPerson(context.db, personId);
      await restrict(context, personId, brakeOfRequest(7));
      expect(await redecideCorrected(context, { personId, requestId: 7 })).to.deep.equal({
        same: [decision?.id],
        reopened: [],
      });
    }));
});

describe('a day to come', () => {
  it('is refused for a run and for a single case, with the day that can be chosen', () =>
    scored(async ({ context }) => {
      const order = { portfolio: 'small', policy: 'collection-ee', asOf: '2026-03-03' };
      const reason = 'the observation day 2026-03-03 has not come yet: choose 2026-03-02 or a day before it';
      expect(await runPortfolio(context, order)).to.deep.equal({ kind: 'refused', reason });
      expect(await decideCases(context, { ...order, caseNumbers: ['C1'] })).to.deep.equal({
        kind: 'refused',
        reason,
      });
      expect(await context.db('runs')).to.deep.equal([]);
    }));
});

describe('decisions after a correction', () => {
  it('that would be the same stay; one that would be another goes to people, once', () =>
    scored(async ({ context, personIds }) => {
      const { db } = context;
      const [personId = 0] = personIds;
      await runPortfolio(context, { portfolio: 'small', policy: 'collection-ee', asOf: AS_OF });
      const [decision] = await listDecisionsOfPerson(db, personId);
      const order = { personId, requestId: 1 };
      expect(await redecideCorrected(context, order)).to.deep.equal({ same: [decision?.id], reopened: [] });
      // The person had died: nobody is pressed for payment any more.
      const person = await db('persons')
        .where({ id: personId })
        .first<{ portfolio_id: number }>('portfolio_id');
      await db('person_statuses').insert({
        portfolio_id: person.portfolio_id,
        external_id: 'dead',
        source: 'population_register',
        obtained_on: '2026-01-01',
        person_id: personId,
        kind: 'deceased',
        from_on: '2026-01-01',
      });
      expect(await redecideCorrected(context, order)).to.deep.equal({ same: [], reopened: [decision?.id] });
      expect(await listReviewsOfPerson(db, personId)).to.have.length(1);
      await redecideCorrected(context, order);
      expect(await listReviewsOfPerson(db, personId)).to.have.length(1);
      const [entry] = await db('audit_entries')
        .where({ action: 'review.request' })
        .select<{ payload: Buffer }[]>('payload');
      expect(JSON.parse(entry?.payload.toString() ?? '{}')).to.include({ rectification: 1 });
    }));
});
