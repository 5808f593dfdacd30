import { expect } from 'chai';
import fc from 'fast-check';
import { insertBrake } from '../../../data/stores/brakes.ts';
import { listDecisionsOfPerson } from '../../../data/stores/decisions.ts';
import { listReviewsOfPerson } from '../../../data/stores/reviews.ts';
import { insertScorecard } from '../../../data/stores/scorecards.ts';
import { isRestricted } from '../../../scoring/portfolio/restricted.ts';
import type { ActionContext } from '../../../server/actions/action.ts';
import { decideCases } from '../../../server/actions/decide-cases.ts';
import { redecideCorrected } from '../../../server/actions/redecide-corrected.ts';
import { runPortfolio } from '../../../server/actions/run-portfolio.ts';
import { AS_OF, insertSmallPortfolio, NOW } from '../../data/small-portfolio.ts';
import { withDatabase } from '../../data/temp-database.ts';
import { paymentCard } from '../../scoring/explanation/fixtures.ts';

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
