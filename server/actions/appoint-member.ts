import { appendAuditEntry } from '../../data/audit/chain.ts';
import { addressIndex } from '../../data/identity.ts';
import {
  endAppointment as storeEnd,
  insertAppointment,
  listAppointments,
} from '../../data/stores/appointments.ts';
import { findStaff } from '../../data/stores/staff.ts';
import { listQueue } from '../../data/views/review-queue.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { AppointedAs } from '../../scoring/review/appointments.ts';
import type { ActionContext } from './action.ts';
import { callSubstitutes } from './draw-committee.ts';
import { hasRole, inTransaction, loadReviewCase, staffIdOf } from './review-case.ts';

export interface AppointmentWanted {
  readonly staffId: number;
  readonly as: AppointedAs;
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly trainedOn: IsoDate;
  /** Null: any amount. */
  readonly upToCents: number | null;
  /** Where they live, for finding conflicts; only a keyed hash of it is kept. May be empty. */
  readonly address: string;
}

export type Appointed =
  | { readonly kind: 'appointed'; readonly appointmentId: number }
  | {
      readonly kind: 'refused';
      readonly because:
        | 'not_allowed'
        | 'oneself'
        | 'no_staff'
        | 'no_role'
        | 'no_term'
        | 'trained_later'
        | 'appointed_already';
    };

/** The administrator or the chair appoints someone of the staff to the committee, for a term; nobody appoints themself. */
export function appointMember(context: ActionContext, wanted: AppointmentWanted): Promise<Appointed> {
  return inTransaction(context, async (inner): Promise<Appointed> => {
    const by = staffIdOf(inner);
    if (!mayAppoint(inner)) return refused('not_allowed');
    if (by === wanted.staffId) return refused('oneself');
    const staff = await findStaff(inner.db, wanted.staffId);
    if (staff === null || staff.disabledAt !== null) return refused('no_staff');
    const presides = wanted.as === 'chair' || wanted.as === 'deputy_chair';
    const mayHold = presides ? staff.roles.includes('chair') : staff.roles.some((role) => SITS.has(role));
    if (!mayHold) return refused('no_role');
    if (wanted.until <= wanted.from || wanted.until <= inner.today) return refused('no_term');
    if (wanted.trainedOn > inner.today) return refused('trained_later');
    const standing = (await listAppointments(inner.db)).some(
      ({ staffId, endedAt, from, until }) =>
        staffId === wanted.staffId &&
        endedAt === null &&
        from < wanted.until &&
        (until === null || until > wanted.from),
    );
    if (standing) return refused('appointed_already');
    const { address, ...appointment } = wanted;
    const appointmentId = await insertAppointment(inner.db, {
      ...appointment,
      addressIndex: address.trim() === '' ? null : addressIndex(inner.vault, address),
      appointedAt: inner.now,
      appointedBy: by,
    });
    await appendAuditEntry(inner.db, {
      at: inner.now,
      actor: inner.actor,
      action: 'committee.appointed',
      subject: { kind: 'staff', id: wanted.staffId },
      details: { ...appointment, appointment: appointmentId, address: address.trim() !== '' },
    });
    return { kind: 'appointed', appointmentId };
  });
}

/** The command line too: whoever reaches the database already could. */
function mayAppoint(context: ActionContext): boolean {
  return context.actor.kind === 'system' || hasRole(context, 'admin', 'chair');
}

const SITS: ReadonlySet<string> = new Set(['member', 'chair']);

function refused(because: Extract<Appointed, { kind: 'refused' }>['because']): Appointed {
  return { kind: 'refused', because };
}

export type AppointmentEnded =
  | { readonly kind: 'ended'; readonly substitutes: number }
  | { readonly kind: 'refused'; readonly because: 'not_allowed' | 'no_appointment' };

/**
 * Ends an appointment before its term. Seats without a vote fall empty at once, and substitutes are called where a
 * quorum is lost; a vote already cast was given in office and counts.
 */
export function endAppointment(
  context: ActionContext,
  { appointmentId }: { readonly appointmentId: number },
): Promise<AppointmentEnded> {
  return inTransaction(context, async (inner): Promise<AppointmentEnded> => {
    const by = staffIdOf(inner);
    if (!mayAppoint(inner)) return { kind: 'refused', because: 'not_allowed' };
    const appointment = (await listAppointments(inner.db)).find(
      (each) => each.appointmentId === appointmentId,
    );
    if (appointment === undefined || !(await storeEnd(inner.db, appointmentId, inner.now, by))) {
      return { kind: 'refused', because: 'no_appointment' };
    }
    await appendAuditEntry(inner.db, {
      at: inner.now,
      actor: inner.actor,
      action: 'committee.ended',
      subject: { kind: 'staff', id: appointment.staffId },
      details: { appointment: appointmentId },
    });
    return { kind: 'ended', substitutes: await fillSeats(inner) };
  });
}

/** Looks at every file before the committee and calls substitutes where a quorum was lost. Returns how many came in. */
export async function fillSeats(context: ActionContext): Promise<number> {
  let called = 0;
  const before = { states: ['before_committee'], kind: null, assigned: null } as const;
  for (const { reviewId } of await listQueue(context.db, before, FILES_AT_MOST)) {
    const found = await loadReviewCase(context, reviewId);
    if (found !== null) called += (await callSubstitutes(context, found)).seated.length;
  }
  return called;
}

const FILES_AT_MOST = 10_000;
