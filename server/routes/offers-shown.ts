import { listOffersOfPerson } from '../../data/stores/offers.ts';
import { type OfferShown, presentOffer } from '../../review-ui/offers.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import type { PersonFile } from '../../scoring/portfolio/records.ts';
import { hasRole } from '../actions/review-case.ts';
import type { Call } from '../http/route.ts';

/** What a person proposed, about one claim or all of theirs, the newest first; a link for whoever may answer. */
export async function offersShown(
  call: Call,
  { person, claims }: Pick<PersonFile, 'person' | 'claims'>,
  claimId: number | null,
): Promise<readonly OfferShown[]> {
  const { db, vault } = call.context;
  const wording = wordingFor(call.language);
  const opens = hasRole(call.context, 'planner', 'officer');
  const of = new Map(claims.map((claim) => [claim.claimId, claim]));
  return (await listOffersOfPerson(db, vault, person.personId))
    .filter((offer) => claimId === null || offer.claimId === claimId)
    .map((offer) => presentOffer(offer, of.get(offer.claimId), opens, wording));
}
