/**
 * A model of the whole of one review, made of the pure functions alone: what each act of each person comes to. The
 * machine tests run it by itself, and beside the real actions on a real database, which must say the same.
 */
import fc from 'fast-check';
import { addDays, type IsoDate } from '../../../scoring/portfolio/dates.ts';
import {
  type Appointment,
  drawCommittee,
  standIns,
  succession,
  type ToDraw,
} from '../../../scoring/review/appointments.ts';
import { ASKED_AT, type Attention, attentionDue } from '../../../scoring/review/attention.ts';
import { castVote } from '../../../scoring/review/cast-vote.ts';
import {
  canReachQuorum,
  chairOf,
  type Committee,
  conflictOf,
  type Involvement,
  seatedMembers,
} from '../../../scoring/review/committee.ts';
import { answerDueOn, extendDeadline } from '../../../scoring/review/deadlines.ts';
import type { CommitteeRules, ReviewState, Verdict, Vote } from '../../../scoring/review/review.ts';
import { advance, isOpen, type ReviewStep } from '../../../scoring/review/review-states.ts';
import { verdictOf } from '../../../scoring/review/verdict.ts';

/** Who there is: an officer, the chair, three members, a substitute. The numbers grow with the order of hiring. */
export const CHAIR = 1;
export const SUBSTITUTE = 5;
export const COMMITTEE = [CHAIR, 2, 3, 4, SUBSTITUTE] as const;

export const UPHOLD: Verdict = { kind: 'uphold' };
export const APPROVE: Verdict = {
  kind: 'change',
  to: { kind: 'approve', amountCents: 240_000, termMonths: 36 },
};
export const SEND_BACK: Verdict = { kind: 'send_back', missing: 'A payslip.' };

export type Act =
  | { readonly act: 'request' | 'prepare' | 'open' | 'withdraw' }
  | { readonly act: 'vote'; readonly by: number; readonly verdict: Verdict; readonly reasons: string }
  | { readonly act: 'recuse' | 'leave' | 'close'; readonly by: number }
  | { readonly act: 'extend'; readonly reason: string }
  | { readonly act: 'days'; readonly days: number };

const by = fc.constantFrom(...COMMITTEE);

/** Weighted so that a good part of the sequences comes to a verdict; every act may come at any time. */
export const ANY_ACT: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Act>({ act: 'request' }) },
  { weight: 4, arbitrary: fc.constant<Act>({ act: 'prepare' }) },
  { weight: 4, arbitrary: fc.constant<Act>({ act: 'open' }) },
  {
    weight: 14,
    arbitrary: fc.record({
      act: fc.constant('vote' as const),
      by,
      verdict: fc.constantFrom(UPHOLD, APPROVE, APPROVE, SEND_BACK),
      reasons: fc.constantFrom('I read the file.', 'I read the file.', 'I read the file.', ' '),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('recuse' as const), by }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('leave' as const), by }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('close' as const), by }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('extend' as const),
      reason: fc.constantFrom('It is complex.', ''),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Act>({ act: 'withdraw' }) },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('days' as const), days: fc.integer({ min: 1, max: 20 }) }),
  },
);

/** From nothing, from the opened file, or with three votes in; then whatever comes. */
export const ANY_COURSE: fc.Arbitrary<readonly Act[]> = fc
  .tuple(
    fc.constantFrom(0, 3, 6, 6),
    fc.constantFrom(UPHOLD, APPROVE, SEND_BACK),
    fc.constantFrom(UPHOLD, APPROVE),
    fc.array(ANY_ACT, { maxLength: 25 }),
  )
  .map(([steps, two, one, rest]) => [...beginning(two, one).slice(0, steps), ...rest]);

function beginning(two: Verdict, one: Verdict): readonly Act[] {
  const vote = (by: number, verdict: Verdict) =>
    ({ act: 'vote', by, verdict, reasons: 'I read it.' }) as const;
  return [{ act: 'request' }, { act: 'prepare' }, { act: 'open' }, vote(2, two), vote(3, two), vote(4, one)];
}

export interface World {
  readonly rules: CommitteeRules;
  readonly today: IsoDate;
  readonly state: ReviewState | null;
  readonly round: number;
  readonly seats: readonly number[];
  readonly chairId: number | null;
  readonly votes: readonly (Vote & { readonly round: number })[];
  readonly recused: readonly number[];
  readonly left: readonly number[];
  readonly requestedOn: IsoDate;
  readonly dueOn: IsoDate;
  readonly extended: boolean;
  readonly raised: readonly { readonly level: Attention; readonly dueOn: IsoDate }[];
  /** What it came to. */
  readonly outcome: 'upheld' | 'changed' | null;
}

export function newWorld(today: IsoDate, rules: CommitteeRules): World {
  return {
    rules,
    today,
    state: null,
    round: 1,
    seats: [],
    chairId: null,
    votes: [],
    recused: [],
    left: [],
    requestedOn: today,
    dueOn: today,
    extended: false,
    raised: [],
    outcome: null,
  };
}

export type Answer = string;

/** What the act comes to, in one word, and the world after it. */
export function after(world: World, act: Act): readonly [World, Answer] {
  if (act.act === 'days') return [passing(world, act.days), 'passed'];
  if (act.act === 'leave') return leaving(world, act.by);
  if (act.act === 'request') return requesting(world);
  if (world.state === null) return [world, 'no_review'];
  switch (act.act) {
    case 'prepare':
      return stepping(world, world.state, 'prepare');
    case 'withdraw':
      return stepping(world, world.state, 'withdraw');
    case 'open':
      return opening(world, world.state);
    case 'vote':
      return voting(world, world.state, act);
    case 'recuse':
      return recusing(world, world.state, act.by);
    case 'close':
      return closing(world, world.state, act.by);
    case 'extend':
      return extending(world, world.state, act.reason);
  }
}

export function committeeOf(world: World): Committee {
  const voted = new Set(votesOf(world).map(({ memberId }) => memberId));
  const involvements: readonly Involvement[] = [
    ...world.recused.map((memberId) => ({ memberId, conflict: 'declared' as const })),
    ...world.seats
      .filter((id) => world.left.includes(id) && !voted.has(id))
      .map((memberId) => ({ memberId, conflict: 'left' as const })),
  ];
  return {
    rules: world.rules,
    chairId: world.chairId,
    succession: succession(appointmentsOf(world).filter(({ endedAt }) => endedAt === null)).map(
      ({ staffId }) => staffId,
    ),
    memberIds: world.seats,
    involvements,
    closed: false,
  };
}

export function votesOf(world: World): readonly Vote[] {
  return world.votes.filter(({ round }) => round === world.round);
}

const DECLINED = { kind: 'decline' } as const;
const burdenOf = () => ({ legalEffect: false, debtorCostCents: 0 });
const noHoliday = () => false;

function requesting(world: World): readonly [World, Answer] {
  if (world.state !== null) {
    if (isOpen(world.state)) return [world, 'already'];
    return [world, world.state === 'withdrawn' ? 'skipped' : 'replaced'];
  }
  const dueOn = answerDueOn(world.today, world.rules, noHoliday);
  return [{ ...world, state: 'requested', requestedOn: world.today, dueOn }, 'requested'];
}

function stepping(world: World, state: ReviewState, step: ReviewStep): readonly [World, Answer] {
  const next = advance(state, step);
  return next.kind === 'moved' ? [{ ...world, state: next.to }, next.to] : [world, next.because];
}

function opening(world: World, state: ReviewState): readonly [World, Answer] {
  const drawn = drawCommittee(drawOf(world));
  if (drawn.kind !== 'drawn') return [world, drawn.kind];
  const [moved, answer] = stepping(world, state, 'open');
  if (moved === world) return [world, answer];
  return [{ ...moved, seats: [...drawn.memberIds].sort((a, b) => a - b), chairId: drawn.chairId }, 'opened'];
}

function voting(
  world: World,
  state: ReviewState,
  act: Extract<Act, { act: 'vote' }>,
): readonly [World, Answer] {
  const castAt = `${world.today}T12:00:00.000Z`;
  const ballot = { memberId: act.by, castAt, verdict: act.verdict, reasons: act.reasons };
  const cast = castVote(state, committeeOf(world), votesOf(world), DECLINED, burdenOf, ballot);
  if (cast.kind === 'refused') return [world, cast.because];
  return [{ ...world, votes: [...world.votes, { ...cast.vote, round: world.round }] }, 'cast'];
}

function recusing(world: World, state: ReviewState, id: number): readonly [World, Answer] {
  if (!isOpen(state)) return [world, 'ended'];
  if (!world.seats.includes(id)) return [world, 'not_a_member'];
  if (world.recused.includes(id)) return [world, 'declared'];
  return [filled({ ...world, recused: [...world.recused, id] }), 'declared'];
}

function leaving(world: World, id: number): readonly [World, Answer] {
  if (world.left.includes(id)) return [world, 'no_appointment'];
  return [filled({ ...world, left: [...world.left, id] }), 'ended'];
}

function closing(world: World, state: ReviewState, id: number): readonly [World, Answer] {
  const committee = committeeOf(world);
  if (conflictOf(committee, id) !== null) return [world, 'conflict'];
  if (id !== CHAIR && chairOf(committee) !== id) return [world, 'not_allowed'];
  if (state !== 'before_committee') return stepping(world, state, 'decide');
  const verdict = verdictOf({ ...committee, closed: true }, votesOf(world), DECLINED, burdenOf);
  switch (verdict.kind) {
    case 'open':
      throw new Error('a closed vote is open');
    case 'no_quorum':
      return [filled(world), 'no_quorum'];
    case 'sent_back':
      return [
        { ...stepping(world, state, 'send_back')[0], round: world.round + 1, seats: [], chairId: null },
        'sent_back',
      ];
    case 'upheld':
    case 'changed':
      return [{ ...world, state: 'notified', outcome: verdict.kind }, verdict.kind];
  }
}

function extending(world: World, state: ReviewState, reason: string): readonly [World, Answer] {
  if (!isOpen(state)) return [world, 'ended'];
  const { requestedOn: receivedOn, dueOn, extended, today, rules } = world;
  const extension = extendDeadline({ receivedOn, dueOn, extended }, reason, today, rules, noHoliday);
  if (extension.kind === 'refused') return [world, extension.because];
  return [{ ...world, dueOn: extension.dueOn, extended: true }, 'extended'];
}

function passing(world: World, days: number): World {
  const today = addDays(world.today, days);
  if (world.state === null || !isOpen(world.state)) return { ...world, today };
  const { dueOn } = world;
  const news = attentionDue(dueOn, today, ASKED_AT)
    .filter((level) => !world.raised.some((each) => each.level === level && each.dueOn === dueOn))
    .map((level) => ({ level, dueOn }));
  return filled({ ...world, today, raised: [...world.raised, ...news] });
}

/** Substitutes come in while the file is before a committee that has lost its quorum. */
function filled(world: World): World {
  const committee = committeeOf(world);
  if (world.state !== 'before_committee' || canReachQuorum(committee)) return world;
  const called = standIns(drawOf(world), world.seats, seatedMembers(committee).length);
  return { ...world, seats: [...world.seats, ...called].sort((a, b) => a - b) };
}

function drawOf(world: World): ToDraw {
  return {
    appointments: appointmentsOf(world),
    involvements: world.recused.map((memberId) => ({ memberId, conflict: 'declared' })),
    today: world.today,
    amountCents: 300_000,
    quorum: world.rules.quorum,
  };
}

function appointmentsOf(world: World): readonly Appointment[] {
  return COMMITTEE.map((staffId) => ({
    appointmentId: staffId,
    staffId,
    as: staffId === CHAIR ? 'chair' : staffId === SUBSTITUTE ? 'substitute' : 'member',
    from: '2020-01-01',
    until: '2099-01-01',
    trainedOn: '2020-01-01',
    upToCents: null,
    endedAt: world.left.includes(staffId) ? '2020-01-02T00:00:00.000Z' : null,
  }));
}
