import { expect } from 'chai';
import { publishPacks } from '../../../data/policies.ts';
import { insertDecisions } from '../../../data/stores/decisions.ts';
import { insertReview, moveReview } from '../../../data/stores/reviews.ts';
import { insertScorecard } from '../../../data/stores/scorecards.ts';
import type { CollectionOutcome } from '../../../scoring/decision/decision.ts';
import { decisionRow } from '../../../server/actions/decision-row.ts';
import type { Services } from '../../../server/services.ts';
import { insertSmallPortfolio, NOW, paymentRow } from '../../data/small-portfolio.ts';
import { decideCollection, paymentCard } from '../../scoring/explanation/fixtures.ts';
import { TEST_NOW, withServer } from '../http/test-server.ts';
import { inEnglish, pageOf } from './contested-world.ts';

const CLOSED = '2026-03-10T10:00:00.000Z';

/** Reviews of measures that people decided; of each two one was overturned, and of those two thirds then paid. */
async function insertDecidedReviews({ db, vault }: Services, count: number): Promise<void> {
  const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault, count);
  await publishPacks(db, NOW);
  await insertScorecard(db, paymentCard, null, NOW);
  const pause: CollectionOutcome = { kind: 'measure', measure: 'pause', release: 'automatic' };
  for (const [at, personId] of personIds.entries()) {
    const claimId = claimIds[at] ?? 0;
    const made = decideCollection({}, 'et');
    const decision = {
      ...made,
      inputs: { ...made.inputs, personId, case: { kind: 'claim', claimId } as const },
    };
    const key = await vault.keyFor(db, personId);
    const place = { portfolioId, runId: null, decidedAt: NOW, decidedBy: 'program', replaces: null } as const;
    const [decisionId = 0] = await insertDecisions(db, [decisionRow(decision, vault, key, place)]);
    const overturned = at % 2 === 0;
    const after = overturned ? { ...decision, outcome: pause } : decision;
    const byPeople = { ...place, decidedAt: CLOSED, decidedBy: 'people', replaces: decisionId } as const;
    const [outcomeDecisionId = 0] = await insertDecisions(db, [decisionRow(after, vault, key, byPeople)]);
    const asked = { decisionId, personId, requestedAt: NOW, dueOn: '2026-04-01', suspendsOutcome: true };
    const reviewId = (await insertReview(db, asked)) ?? 0;
    const ended = { outcomeDecisionId, closedAt: CLOSED };
    expect(await moveReview(db, reviewId, 'requested', 'notified', ended)).to.equal(true);
    if (overturned && at % 6 !== 0) {
      const of = {
        portfolio_id: portfolioId,
        person_id: personId,
        claim_id: claimId,
        source: 'creditor',
        obtained_on: '2026-04-21',
      };
      await db('payments').insert({ ...paymentRow(of, `later-${at}`), happened_on: '2026-04-20' });
    }
  }
}

describe('the page of what people overturn', function () {
  this.timeout(60_000);
  let now = TEST_NOW;
  beforeEach(() => {
    now = TEST_NOW;
  });
  const onDay = (count: number, day: string, work: (html: string) => void): Promise<void> =>
    withServer(
      async (server) => {
        if (count > 0) await insertDecidedReviews(server.services, count);
        now = `${day}T10:00:00.000Z`;
        work(await pageOf(inEnglish(await server.staff('chair', ['chair'])), '/overrides'));
      },
      {},
      () => new Date(now),
    );

  it('tells by reason and rule, in words, how often people decided otherwise and who then paid', () =>
    onDay(36, '2026-09-01', (html) => {
      expect(html).to.contain('Decided: 36. Overturned: 18. Payment known afterwards: 36.');
      const row = cellsOf(html, 'every review');
      expect(row.slice(1)).to.deep.equal(['36', '50%', '67%', '0%'].map((each) => each));
      const names = [...html.matchAll(/<span class="note">(R\d\d|ee-[\w-]+|[a-z-]+)<\/span>/g)];
      expect(names.length, 'each reason stands in words, with its code').to.be.greaterThan(0);
      expect(html).not.to.contain('too few</td>');
    }));

  it('says that what was paid is not known yet while the days run', () =>
    onDay(36, '2026-04-25', (html) => {
      expect(html)
        .to.contain('Payment known afterwards: 0.')
        .and.to.contain('known 90 days after the verdict');
      expect(cellsOf(html, 'every review').slice(1)).to.deep.equal(['36', '50%', 'too few', 'too few']);
    }));

  it('says that few reviews are too few to judge by, and how many it takes', () =>
    onDay(4, '2026-09-01', (html) => {
      expect(html).to.contain('That is too few to judge by: shares are shown from 10');
      expect(cellsOf(html, 'every review')[2]).to.equal('too few');
    }));

  it('says that nothing has been decided yet', () =>
    onDay(0, '2026-09-01', (html) => {
      expect(html).to.contain('No review has been decided yet.');
    }));
});

/** The cells of the row that begins so, without their notes. */
function cellsOf(html: string, first: string): readonly string[] {
  const row = html.split('<tr').find((each) => each.includes(first)) ?? '';
  return [...row.matchAll(/<t[dh][^>]*>([\s\S]*?)<\/t[dh]>/g)].map(([, cell = '']) =>
    cell
      .replaceAll(/<(span|small|p)[^>]*(note|quiet)[^>]*>[\s\S]*?<\/\1>/g, '')
      .replaceAll(/<[^>]+>/g, '')
      .trim(),
  );
}
