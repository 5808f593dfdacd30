import { expect } from 'chai';
import fc from 'fast-check';
import { ATTENTION } from '../../../scoring/review/attention.ts';
import { seatedMembers } from '../../../scoring/review/committee.ts';
import { dayNumber } from '../../../scoring/portfolio/dates.ts';
import type { CommitteeRules, ReviewState } from '../../../scoring/review/review.ts';
import { isOpen } from '../../../scoring/review/review-states.ts';
import { type Act, after, ANY_COURSE, committeeOf, newWorld, type World } from './review-world.ts';

const RULES: CommitteeRules = {
  quorum: 3,
  majority: 'simple',
  tie: 'person',
  deadlineDays: 30,
  deadlineMonths: 1,
};

/** Written down once more, apart from the code: where a review may go from where. */
const MAY_GO: Readonly<Record<string, readonly (ReviewState | null)[]>> = {
  none: [null, 'requested'],
  requested: ['requested', 'prepared', 'withdrawn'],
  prepared: ['prepared', 'before_committee', 'withdrawn'],
  before_committee: ['before_committee', 'requested', 'notified', 'withdrawn'],
  notified: ['notified'],
  withdrawn: ['withdrawn'],
};

function check(before: World, act: Act, world: World, answer: string): void {
  expect(answer, 'every act has an answer').to.be.a('string').and.not.equal('');
  expect(MAY_GO[before.state ?? 'none'], `${before.state} → ${world.state} by ${act.act}`).to.include(
    world.state,
  );
  expect(world.votes.slice(0, before.votes.length), 'no vote is lost or changed').to.deep.equal(before.votes);
  expect(world.votes.length - before.votes.length).to.equal(answer === 'cast' ? 1 : 0);
  const ballots = world.votes.map(({ round, memberId }) => `${round} ${memberId}`);
  expect(new Set(ballots).size, 'one vote a member and round').to.equal(ballots.length);
  expect(
    world.votes.every(({ reasons }) => reasons.trim() !== ''),
    'reasons with every vote',
  ).to.equal(true);
  if (world.extended === before.extended && before.state !== null) {
    expect(world.dueOn, 'the clock runs on, whatever is sent back').to.equal(before.dueOn);
  }
  if (world.state !== null && isOpen(world.state)) noneLateUnseen(world);
  if (world.state === 'before_committee') {
    const committee = committeeOf(world);
    for (const id of seatedMembers(committee)) expect([...world.recused]).to.not.include(id);
    expect(new Set(world.seats).size, 'one seat a member').to.equal(world.seats.length);
  }
  if (world.state === 'notified') {
    expect(world.outcome, 'an end has an outcome').to.not.equal(null);
    expect(before.outcome === null || before.outcome === world.outcome, 'decided once').to.equal(true);
  } else expect(world.outcome).to.equal(null);
}

/** Whoever should have been asked by now, has been: an act moves no day, only days do. */
function noneLateUnseen(world: World): void {
  const left = dayNumber(world.dueOn) - dayNumber(world.today);
  const raised = world.raised.filter(({ dueOn }) => dueOn === world.dueOn).map(({ level }) => level);
  const asked = ATTENTION.filter((_, i) => left <= [7, 2, 0, -1][i]!);
  expect(raised, `${left} days left`).to.include.members([...asked]);
}

describe('any sequence of acts on a review', function () {
  this.timeout(120_000);

  it('of 10,000 none reaches an undefined state, loses a vote or lets a day pass unseen', () => {
    const ended = new Map<string, number>();
    const answers = new Set<string>();
    fc.assert(
      fc.property(ANY_COURSE, (acts) => {
        let world = newWorld('2026-03-02', RULES);
        for (const act of acts) {
          const [next, answer] = after(world, act);
          check(world, act, next, answer);
          answers.add(`${act.act} ${answer}`);
          world = next;
        }
        const end = world.outcome ?? world.state ?? 'none';
        ended.set(end, (ended.get(end) ?? 0) + 1);
      }),
      { numRuns: 10_000, seed: 1_182_71 },
    );
    // The test itself is worth something only if the sequences come everywhere.
    for (const end of ['upheld', 'changed', 'withdrawn', 'before_committee', 'requested', 'prepared']) {
      expect(ended.get(end) ?? 0, end).to.be.greaterThan(50);
    }
    for (const answer of [
      'vote cast',
      'vote already_voted',
      'vote no_reasons',
      'vote declared',
      'vote left',
      'vote not_before_committee',
      'close sent_back',
      'close no_quorum',
      'close conflict',
      'close not_allowed',
      'extend extended',
      'extend too_late',
      'open too_few',
    ]) {
      expect([...answers], answer).to.include(answer);
    }
  });
});
