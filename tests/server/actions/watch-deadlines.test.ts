import { expect } from 'chai';
import { findReview } from '../../../data/stores/reviews.ts';
import { listNoticesOfPerson } from '../../../data/stores/notices.ts';
import { addDays, addMonths, type IsoDate } from '../../../scoring/portfolio/dates.ts';
import { ASKED_AT, attentionOf } from '../../../scoring/review/attention.ts';
import { extendReview } from '../../../server/actions/extend-review.ts';
import { requestReview } from '../../../server/actions/request-review.ts';
import { watchDeadlines } from '../../../server/actions/watch-deadlines.ts';
import { withdrawReview } from '../../../server/actions/withdraw-review.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { type Contested, setUpContested } from './contested.ts';

async function requested(
  at: Contested,
  decisionId = at.declined,
): Promise<{ reviewId: number; dueOn: IsoDate }> {
  const asked = await requestReview(at.as(at.customer), { decisionId, statement: '' });
  if (asked.kind !== 'requested') throw new Error(asked.kind);
  return asked;
}

const onDay = (at: Contested, day: IsoDate) =>
  watchDeadlines(at.as({ kind: 'system' }, `${day}T06:00:00.000Z`));

const alertsOf = (at: Contested, reviewId: number): Promise<string[]> =>
  at.db('deadline_alerts').where({ subject_id: reviewId }).orderBy('id').pluck('level');

onEveryDatabase('deadlines', (check) => {
  check(
    'the officer is reminded twice, then the chair, then the administrator, and nobody twice',
    async (temp) => {
      const at = await setUpContested(temp.db, temp.vault);
      const { reviewId, dueOn } = await requested(at);
      expect(await onDay(at, addDays(dueOn, -8))).to.include({ reminded: 0, open: 1 });
      for (const [days, counts] of [
        [-7, { reminded: 1, toChair: 0, toAdmin: 0 }],
        [-7, { reminded: 0, toChair: 0, toAdmin: 0 }],
        [-2, { reminded: 1, toChair: 0, toAdmin: 0 }],
        [0, { reminded: 0, toChair: 1, toAdmin: 0 }],
        [1, { reminded: 0, toChair: 0, toAdmin: 1 }],
        [2, { reminded: 0, toChair: 0, toAdmin: 0 }],
      ] as const) {
        expect(await onDay(at, addDays(dueOn, days)), `${days}`).to.include(counts);
      }
      expect(await alertsOf(at, reviewId)).to.deep.equal(['remind_first', 'remind_last', 'chair', 'admin']);
      const events = await at.db('review_events').where({ review_id: reviewId }).orderBy('id').pluck('event');
      expect(events).to.deep.equal(['request', 'remind', 'remind', 'remind', 'late']);
    },
  );

  check('who is asked when is as the controller’s profile says; others keep their own days', async (temp) => {
    const at = await setUpContested(temp.db, temp.vault);
    await at.db('portfolios').update({ profile: 'retail-credit-ee' });
    const { reviewId, dueOn } = await requested(at);
    for (const [days, counts] of [
      [-11, { reminded: 0, toChair: 0, toAdmin: 0 }],
      [-10, { reminded: 1, toChair: 0, toAdmin: 0 }],
      [-3, { reminded: 1, toChair: 0, toAdmin: 0 }],
      [-1, { reminded: 0, toChair: 1, toAdmin: 0 }],
      [1, { reminded: 0, toChair: 0, toAdmin: 1 }],
    ] as const) {
      expect(await onDay(at, addDays(dueOn, days)), `${days}`).to.include(counts);
    }
    await at.db('portfolios').update({ profile: 'vehicle-leasing-ee' });
    const other = await requested(at, at.measured);
    expect(await onDay(at, addDays(other.dueOn, -8))).to.include({ reminded: 0 });
    expect(await alertsOf(at, reviewId)).to.have.length(4);
  });

  check('the person is told once that we are late, with where to complain', async (temp) => {
    const at = await setUpContested(temp.db, temp.vault);
    const { dueOn } = await requested(at);
    for (const days of [0, 1, 2]) await onDay(at, addDays(dueOn, days));
    const told = (await listNoticesOfPerson(at.db, at.vault, at.personId)).filter(
      ({ kind }) => kind === 'late',
    );
    expect(told).to.have.length(1);
    expect(told[0]?.text).to.include('Data Protection Inspectorate').and.include('We did not manage it');
  });

  check('after days without a server everybody is asked who should have been', async (temp) => {
    const at = await setUpContested(temp.db, temp.vault);
    const { reviewId, dueOn } = await requested(at);
    await onDay(at, addDays(dueOn, 30));
    expect(await alertsOf(at, reviewId)).to.have.length(4);
  });

  check('an answer put off is watched by its new day, and what has ended is not watched', async (temp) => {
    const at = await setUpContested(temp.db, temp.vault);
    const { reviewId, dueOn } = await requested(at);
    await onDay(at, addDays(dueOn, -7));
    await extendReview(at.as(at.officer), { reviewId, reason: 'The register answers slowly.' });
    expect(await onDay(at, dueOn)).to.include({ toChair: 0 });
    const later = (await findReview(at.db, reviewId))?.dueOn ?? '';
    expect(later > addMonths(dueOn, 1)).to.equal(true);
    expect(await onDay(at, later)).to.include({ toChair: 1 });
    await withdrawReview(at.as(at.customer), { reviewId });
    expect(await onDay(at, addDays(later, 1))).to.include({ toAdmin: 0, open: 0 });
  });

  check('through three years, day by day, no late review was ever unseen', async (temp) => {
    const at = await setUpContested(temp.db, temp.vault);
    const days = Array.from({ length: 36 }, (_, i) => addDays(at.as(at.officer).today, i * 30));
    const { reviewId, dueOn } = await requested(at);
    for (const day of days) {
      await onDay(at, day);
      const asked = attentionOf(dueOn, day, ASKED_AT);
      if (asked !== null) expect(await alertsOf(at, reviewId), day).to.include(asked);
    }
  });
});
