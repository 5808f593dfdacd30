import type { IsoDate, IsoInstant } from '../portfolio/dates.ts';
import type { Conflict, Involvement } from './committee.ts';

export const APPOINTED_AS = ['chair', 'deputy_chair', 'member', 'substitute'] as const;
export type AppointedAs = (typeof APPOINTED_AS)[number];

/** Someone of the staff appointed to the committee. */
export interface Appointment {
  readonly appointmentId: number;
  readonly staffId: number;
  readonly as: AppointedAs;
  readonly from: IsoDate;
  /** The first day on which it no longer holds; null where none was stated, which only old records have. */
  readonly until: IsoDate | null;
  /** When they were trained for this; null: not on record, and they are not drawn. */
  readonly trainedOn: IsoDate | null;
  /** The largest amount they may decide on; null: any. */
  readonly upToCents: number | null;
  /** Ended before its term. */
  readonly endedAt: IsoInstant | null;
}

export type Unfit = 'ended' | 'not_begun' | 'over' | 'not_trained' | 'amount';

/** Why this appointment does not let its holder be drawn for a file today; null when it does. */
export function unfitFor(appointment: Appointment, today: IsoDate, amountCents: number): Unfit | null {
  const { from, until, trainedOn, upToCents, endedAt } = appointment;
  if (endedAt !== null) return 'ended';
  if (today < from) return 'not_begun';
  if (until !== null && today >= until) return 'over';
  if (trainedOn === null || trainedOn > today) return 'not_trained';
  if (upToCents !== null && amountCents > upToCents) return 'amount';
  return null;
}

export interface ToDraw {
  readonly appointments: readonly Appointment[];
  readonly involvements: readonly Involvement[];
  readonly today: IsoDate;
  /** What the decision is about. */
  readonly amountCents: number;
  readonly quorum: number;
}

export type ChairBy = 'chair' | 'deputy_chair' | 'longest_appointed';

export interface Left {
  readonly staffId: number;
  readonly because: Unfit | Conflict;
}

export type Drawn =
  | {
      readonly kind: 'drawn';
      readonly memberIds: readonly number[];
      readonly chairId: number;
      /** Whether the chair sits, a deputy, or, when both are away, the member appointed longest. */
      readonly chairBy: ChairBy;
      readonly substituteIds: readonly number[];
      readonly leftOut: readonly Left[];
    }
  | { readonly kind: 'nobody_appointed' }
  | {
      readonly kind: 'too_few';
      readonly fit: number;
      readonly needed: number;
      readonly leftOut: readonly Left[];
    };

/**
 * The committee of a file: every member who is in term, trained, has authority over the amount and no conflict.
 * Substitutes come in, in the order of their appointment, only as far as the quorum needs them.
 */
export function drawCommittee(draw: ToDraw): Drawn {
  const inForce = draw.appointments.filter(({ endedAt }) => endedAt === null);
  if (inForce.length === 0) return { kind: 'nobody_appointed' };
  const { fit, leftOut } = fitOf(draw);
  const regular = fit.filter((each) => each.as !== 'substitute');
  const missing = Math.max(0, draw.quorum - regular.length);
  const substitutes = fit.filter((each) => each.as === 'substitute').slice(0, missing);
  const seated = [...regular, ...substitutes];
  if (seated.length < Math.max(1, draw.quorum)) {
    return { kind: 'too_few', fit: seated.length, needed: draw.quorum, leftOut };
  }
  const [chair] = succession(seated);
  return {
    kind: 'drawn',
    memberIds: seated.map(({ staffId }) => staffId),
    chairId: chair!.staffId,
    chairBy: chair!.as === 'chair' || chair!.as === 'deputy_chair' ? chair!.as : 'longest_appointed',
    substituteIds: substitutes.map(({ staffId }) => staffId),
    leftOut,
  };
}

/** Who comes in when seats were lost: fit people without a seat, members before substitutes, as many as are missing. */
export function standIns(draw: ToDraw, seatedIds: readonly number[], mayVote: number): readonly number[] {
  const missing = Math.max(0, draw.quorum - mayVote);
  const free = fitOf(draw).fit.filter(({ staffId }) => !seatedIds.includes(staffId));
  return [
    ...free.filter((each) => each.as !== 'substitute'),
    ...free.filter((each) => each.as === 'substitute'),
  ]
    .slice(0, missing)
    .map(({ staffId }) => staffId);
}

/** Who takes the chair, first to last: the chair, deputies, then whoever was appointed longest. */
export function succession(appointments: readonly Appointment[]): readonly Appointment[] {
  return [...appointments].sort((a, b) => RANK[a.as] - RANK[b.as] || byAge(a, b));
}

/** A substitute takes the chair only where no member can. */
const RANK: Readonly<Record<AppointedAs, number>> = { chair: 0, deputy_chair: 1, member: 2, substitute: 3 };

function byAge(a: Appointment, b: Appointment): number {
  return a.from < b.from ? -1 : a.from > b.from ? 1 : a.appointmentId - b.appointmentId;
}

/** One appointment a person: the first that fits, in the order of the chair's succession. */
function fitOf({ appointments, involvements, today, amountCents }: ToDraw): {
  readonly fit: readonly Appointment[];
  readonly leftOut: readonly Left[];
} {
  const fit = new Map<number, Appointment>();
  const leftOut = new Map<number, Left>();
  for (const appointment of succession(appointments.filter(({ endedAt }) => endedAt === null))) {
    const { staffId } = appointment;
    if (fit.has(staffId)) continue;
    const because =
      unfitFor(appointment, today, amountCents) ??
      involvements.find(({ memberId }) => memberId === staffId)?.conflict ??
      null;
    if (because === null) {
      fit.set(staffId, appointment);
      leftOut.delete(staffId);
    } else if (!leftOut.has(staffId)) leftOut.set(staffId, { staffId, because });
  }
  return { fit: [...fit.values()].sort(byAge), leftOut: [...leftOut.values()] };
}
