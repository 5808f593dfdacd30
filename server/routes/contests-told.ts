import { listContests } from '../../data/stores/contests.ts';
import { listIdentityProofs } from '../../data/stores/identity-proofs.ts';
import { listStaff } from '../../data/stores/staff.ts';
import type { ContestTold } from '../../review-ui/grounds.ts';
import type { ActionContext } from '../actions/action.ts';

/** Each asking in a review; `names`: whether the reader learns who of the staff wrote it down. */
export async function contestsTold(
  { db, vault }: Pick<ActionContext, 'db' | 'vault'>,
  { reviewId, personId }: { readonly reviewId: number; readonly personId: number },
  { names }: { readonly names: boolean },
): Promise<readonly ContestTold[]> {
  const contests = await listContests(db, vault, reviewId);
  const methods = new Map(
    (await listIdentityProofs(db, vault, personId)).map(({ id, method }) => [id, method]),
  );
  const staff = names
    ? new Map((await listStaff(db)).map(({ staffId, displayName }) => [staffId, displayName]))
    : new Map<number, string>();
  return contests.map(({ at, channel, proofId, staffId, points, wrongData }) => ({
    at,
    channel,
    points,
    wrongData,
    method: proofId === null ? null : (methods.get(proofId) ?? null),
    takenBy: staffId === null ? null : (staff.get(staffId) ?? null),
  }));
}
