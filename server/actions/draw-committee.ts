import { addressIndex, openIdentity } from '../../data/identity.ts';
import {
  insertFoundConflicts,
  listAppointments,
  type StoredAppointment,
} from '../../data/stores/appointments.ts';
import { insertSeats } from '../../data/stores/committees.ts';
import { findSealedIdentity } from '../../data/views/identities.ts';
import { listInvolvements } from '../../data/views/involvements.ts';
import { standIns, type ToDraw } from '../../scoring/review/appointments.ts';
import { canReachQuorum, type Committee, seatedMembers } from '../../scoring/review/committee.ts';
import type { ActionContext } from './action.ts';
import { recordReviewStep } from './record-step.ts';
import type { ReviewCase } from './review-case.ts';

/** What a committee is drawn from: those appointed, with every conflict that is known or can be found. */
export async function toDraw(context: ActionContext, found: ReviewCase): Promise<ToDraw> {
  const { db, today } = context;
  const { review, committee } = found;
  const appointments = await listAppointments(db);
  await findNeighbours(context, found, appointments);
  return {
    appointments,
    involvements: await listInvolvements(db, review.reviewId),
    today,
    amountCents: amountAtStake(found),
    quorum: committee.rules.quorum,
  };
}

/** The claim, or what was applied for: the larger of what was asked and what was decided on. */
export function amountAtStake({ contested, policy }: Pick<ReviewCase, 'contested' | 'policy'>): number {
  const asked = contested.decision.inputs.values[policy.credit?.requestedAmount ?? ''];
  return Math.max(contested.amount_cents ?? 0, typeof asked === 'number' ? asked : 0);
}

/** Whoever lives where the person lives does not decide about them. Compared by keyed hashes, and only for this file. */
async function findNeighbours(
  { db, vault, now }: ActionContext,
  { review }: ReviewCase,
  appointments: readonly StoredAppointment[],
): Promise<void> {
  const sealed = await findSealedIdentity(db, review.personId);
  const keys = await vault.keysFor(db, [review.personId]);
  const address = openIdentity(vault, keys.get(review.personId), sealed)?.address ?? null;
  if (address === null || address.trim() === '') return;
  const index = addressIndex(vault, address);
  const staffIds = new Set(
    appointments.filter((each) => each.addressIndex === index).map((each) => each.staffId),
  );
  await insertFoundConflicts(
    db,
    review.reviewId,
    [...staffIds].map((staffId) => ({ staffId, kind: 'same_address' })),
    now,
  );
}

export interface SubstitutesCalled {
  readonly seated: readonly number[];
  /** Whether the committee can decide now. */
  readonly quorum: boolean;
}

/**
 * Fills seats that were lost while a file is before the committee. Nothing happens while the quorum can be reached;
 * where nobody is left to come in, the file stays and shows that it waits for people.
 */
export async function callSubstitutes(context: ActionContext, found: ReviewCase): Promise<SubstitutesCalled> {
  const { review, committee } = found;
  if (review.state !== 'before_committee' || canReachQuorum(committee)) return { seated: [], quorum: true };
  const draw = await toDraw(context, found);
  const staffIds = standIns(draw, committee.memberIds, seatedMembers(committee).length);
  if (staffIds.length > 0) {
    await insertSeats(
      context.db,
      review.reviewId,
      review.round,
      staffIds.map((staffId) => ({ staffId, seat: 'member' })),
    );
    await recordReviewStep(context, {
      reviewId: review.reviewId,
      personId: review.personId,
      event: 'substitute',
      from: review.state,
      to: review.state,
      details: { members: staffIds, round: review.round },
    });
  }
  const filled: Committee = {
    ...committee,
    memberIds: [...committee.memberIds, ...staffIds],
    involvements: draw.involvements,
  };
  return { seated: staffIds, quorum: canReachQuorum(filled) };
}
