import { appendAuditEntry } from '../../data/audit/chain.ts';
import { findOffer, updateOfferAnswered } from '../../data/stores/offers.ts';
import type { ActionContext } from './action.ts';
import { inTransaction } from './review-case.ts';

export type OfferWithdrawn =
  | { readonly kind: 'withdrawn'; readonly claimId: number }
  | { readonly kind: 'refused'; readonly because: 'no_offer' | 'answered_before' };

/** The person takes a proposal back while nobody has answered it, for example to make another. */
export function withdrawOffer(
  context: ActionContext,
  { offerId }: { readonly offerId: number },
): Promise<OfferWithdrawn> {
  return inTransaction(context, async (inner): Promise<OfferWithdrawn> => {
    const { db, vault, now, actor } = inner;
    const offer = await findOffer(db, vault, offerId);
    if (offer === null || actor.kind !== 'customer' || actor.personId !== offer.personId) {
      return { kind: 'refused', because: 'no_offer' };
    }
    const isOpen = await updateOfferAnswered(db, vault, offer, {
      state: 'withdrawn',
      answeredBy: null,
      answeredAt: now,
      reasons: '',
    });
    if (!isOpen) return { kind: 'refused', because: 'answered_before' };
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'offer.withdrawn',
      subject: { kind: 'offer', id: offerId },
      personId: offer.personId,
      details: { claim: offer.claimId },
    });
    return { kind: 'withdrawn', claimId: offer.claimId };
  });
}
