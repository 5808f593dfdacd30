import type { ReviewCaseContext } from '../../review-ui/pages/review-case.ts';
import { type ContestTold, isIdentityToFollow } from '../../review-ui/grounds.ts';
import { sizeText } from '../../review-ui/size.ts';
import type { Wording } from '../../review-ui/wording.ts';
import { isOpen } from '../../scoring/review/review-states.ts';
import { hasRole, type ReviewCase } from '../actions/review-case.ts';
import { PAPER_BYTES_AT_MOST } from '../http/body.ts';
import type { Call } from '../http/route.ts';
import { PAPERS_AT_MOST } from '../papers.ts';
import { cameOptions } from './came.ts';

/** Nobody who asked in this review has shown yet that it is the person who asks. */
export function isUnproven(told: readonly ContestTold[]): boolean {
  return told.length > 0 && told.every(isIdentityToFollow);
}

/** The form for what a person says later; null where nothing can be added any more, or not by the reader. */
export async function additionPart(
  call: Call,
  { review }: Pick<ReviewCase, 'review'>,
  told: readonly ContestTold[],
  wording: Wording,
): Promise<ReviewCaseContext['addition']> {
  if (!isOpen(review.state) || !hasRole(call.context, 'officer')) return null;
  return {
    came: await cameOptions(call, review.personId, wording),
    identityToFollow: isUnproven(told),
    paperSize: sizeText(PAPER_BYTES_AT_MOST, wording),
    papersAtMost: PAPERS_AT_MOST,
  };
}
