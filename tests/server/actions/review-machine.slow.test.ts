import { expect } from 'chai';
import fc from 'fast-check';
import { verifyChain } from '../../../data/audit/chain.ts';
import { insertDecisions } from '../../../data/stores/decisions.ts';
import { listSeats } from '../../../data/stores/committees.ts';
import { findReview } from '../../../data/stores/reviews.ts';
import type { ReviewState } from '../../../scoring/review/review.ts';
import { isOpen } from '../../../scoring/review/review-states.ts';
import type { Actor } from '../../../server/actions/action.ts';
import { endAppointment } from '../../../server/actions/appoint-member.ts';
import { castVote } from '../../../server/actions/cast-vote.ts';
import { closeReview } from '../../../server/actions/close-review.ts';
import { declareConflict } from '../../../server/actions/declare-conflict.ts';
import { decisionRow } from '../../../server/actions/decision-row.ts';
import { extendReview } from '../../../server/actions/extend-review.ts';
import { openReview } from '../../../server/actions/open-review.ts';
import { prepareReview } from '../../../server/actions/prepare-review.ts';
import { requestReview } from '../../../server/actions/request-review.ts';
import { watchDeadlines } from '../../../server/actions/watch-deadlines.ts';
import { withdrawReview } from '../../../server/actions/withdraw-review.ts';
import { NOW } from '../../data/small-portfolio.ts';
import { decideCredit } from '../../scoring/explanation/fixtures.ts';
import {
  type Act,
  after,
  ANY_COURSE,
  CHAIR,
  COMMITTEE,
  newWorld,
  SUBSTITUTE,
} from '../../scoring/review/review-world.ts';
import { type Contested, contested, DECLINED, hire } from './contested.ts';

const SEQUENCES = 300;

/** One review on the database, driven by the same acts as the model. */
class RealReview {
  reviewId: number | null = null;

  constructor(
    readonly at: Contested,
    readonly decisionId: number,
    readonly staff: ReadonlyMap<number, Extract<Actor, { kind: 'staff' }>>,
    public today: string,
  ) {}

  async does(act: Act, state: ReviewState | null): Promise<string> {
    const { at } = this;
    const as = (actor: Actor) => at.as(actor, `${this.today}T12:00:00.000Z`);
    if (act.act === 'days') return this.pass(act.days);
    if (act.act === 'leave') return this.leave(act.by);
    if (act.act === 'request') {
      if (state === 'withdrawn') return 'skipped';
      const asked = await requestReview(as(at.customer), { decisionId: this.decisionId, statement: '' });
      if (asked.kind !== 'refused') this.reviewId = asked.reviewId;
      return wordOf(asked);
    }
    if (this.reviewId === null) return 'no_review';
    const { reviewId } = this;
    switch (act.act) {
      case 'prepare':
        return wordOf(await prepareReview(as(at.officer), { reviewId, note: '' }));
      case 'open':
        return wordOf(await openReview(as(at.officer), { reviewId }));
      case 'withdraw':
        return wordOf(await withdrawReview(as(at.customer), { reviewId }));
      case 'vote': {
        const { verdict, reasons } = act;
        return wordOf(await castVote(as(this.staff.get(act.by)!), { reviewId, verdict, reasons }));
      }
      case 'recuse':
        return wordOf(await declareConflict(as(this.staff.get(act.by)!), { reviewId, reason: '' }));
      case 'close':
        return wordOf(await closeReview(as(this.staff.get(act.by)!), { reviewId }));
      case 'extend':
        return wordOf(await extendReview(as(at.officer), { reviewId, reason: act.reason }));
    }
  }

  private async pass(days: number): Promise<string> {
    const on = new Date(`${this.today}T12:00:00.000Z`);
    on.setUTCDate(on.getUTCDate() + days);
    this.today = on.toISOString().slice(0, 10);
    await watchDeadlines(this.at.as({ kind: 'system' }, `${this.today}T12:00:00.000Z`));
    return 'passed';
  }

  private async leave(who: number): Promise<string> {
    const { staffId } = this.staff.get(who)!;
    const [row] = await this.at
      .db('committee_appointments')
      .where({ staff_id: staffId })
      .select<{ id: number }[]>('id');
    const context = this.at.as({ kind: 'system' }, `${this.today}T12:00:00.000Z`);
    return wordOf(await endAppointment(context, { appointmentId: row?.id ?? 0 }));
  }
}

function wordOf(result: { readonly kind: string; readonly because?: string }): string {
  return result.kind === 'refused' ? (result.because ?? '') : result.kind;
}

/** A committee and a decision of its own; nobody of the sequences before is left. */
async function begin(at: Contested, sequence: number, today: string): Promise<RealReview> {
  await at.db('committee_appointments').whereNull('ended_at').update({ ended_at: NOW });
  const staff = new Map<number, Extract<Actor, { kind: 'staff' }>>();
  for (const who of COMMITTEE) {
    const role = who === CHAIR ? 'chair' : 'member';
    const as = who === SUBSTITUTE ? ({ as: 'substitute' } as const) : {};
    staff.set(who, await hire(at.db, `${role}-${sequence}-${who}`, [role], as));
  }
  const decision = decideCredit(DECLINED);
  const row = decisionRow(
    {
      ...decision,
      inputs: { ...decision.inputs, personId: at.personId, case: { kind: 'application', applicationId: 1 } },
    },
    at.vault,
    await at.vault.keyFor(at.db, at.personId),
    { portfolioId: 1, runId: null, decidedAt: NOW, decidedBy: 'program', replaces: null },
  );
  const [decisionId = 0] = await insertDecisions(at.db, [row]);
  return new RealReview(at, decisionId, staff, today);
}

describe('any sequence of acts on a review, on a database', function () {
  this.timeout(180_000);

  it(`comes to what the model says, ${SEQUENCES} times, and loses no vote`, () =>
    contested(async (at) => {
      const today = '2026-03-02';
      const rules = {
        quorum: 3,
        majority: 'simple',
        tie: 'person',
        deadlineDays: 30,
        deadlineMonths: 1,
      } as const;
      let sequence = 0;
      const ends = new Set<string>();
      await fc.assert(
        fc.asyncProperty(ANY_COURSE, async (acts) => {
          const real = await begin(at, ++sequence, today);
          let world = newWorld(today, rules);
          for (const [i, act] of acts.entries()) {
            const [next, expected] = after(world, act);
            const told = await real.does(act, world.state);
            expect(told, `act ${i}: ${JSON.stringify(act)}`).to.equal(expected);
            world = next;
          }
          if (real.reviewId === null) return;
          const review = await findReview(at.db, real.reviewId);
          expect(review).to.include({ state: world.state, round: world.round });
          const votes = await at
            .db('votes')
            .where({ review_id: real.reviewId })
            .orderBy('id')
            .pluck('member_id');
          expect(votes).to.deep.equal(world.votes.map(({ memberId }) => real.staff.get(memberId)?.staffId));
          const seats = (await listSeats(at.db, real.reviewId, world.round)).map(({ staffId }) => staffId);
          expect(seats).to.have.members(world.seats.map((who) => real.staff.get(who)!.staffId));
          const raised = await at
            .db('deadline_alerts')
            .where({ subject_id: real.reviewId })
            .orderBy('id')
            .pluck('level');
          expect(raised).to.deep.equal(world.raised.map(({ level }) => level));
          ends.add(world.outcome ?? world.state ?? 'none');
          const decided = await at.db('decisions').where({ replaces_decision_id: real.decisionId });
          expect(decided).to.have.length(world.outcome === null ? 0 : 1);
          if (world.state !== null && isOpen(world.state)) {
            await withdrawReview(at.as(at.customer, `${real.today}T13:00:00.000Z`), {
              reviewId: real.reviewId,
            });
          }
        }),
        { numRuns: SEQUENCES, seed: 679, endOnFailure: true },
      );
      expect([...ends]).to.include.members([
        'upheld',
        'changed',
        'withdrawn',
        'before_committee',
        'requested',
      ]);
      expect((await verifyChain(at.db)).kind).to.equal('intact');
    }));
});
