import { appendAuditEntry } from '../../data/audit/chain.ts';
import { findOffer, updateOfferAnswered } from '../../data/stores/offers.ts';
import type { ActionContext } from './action.ts';
import { keepAgreement, tellAnswer } from './offer-agreed.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';

export interface OfferAnswered {
  readonly offerId: number;
  readonly outcome: 'accepted' | 'refused';
  readonly reasons: string;
}

export type OfferAnswerTaken =
  | { readonly kind: 'answered' }
  | {
      readonly kind: 'refused';
      readonly because: 'not_allowed' | 'no_offer' | 'answered_before' | 'no_reasons';
    };

/** A person accepts or refuses what was proposed, with reasons; the other hears of it in their language. */
export function answerOffer(context: ActionContext, answered: OfferAnswered): Promise<OfferAnswerTaken> {
  return inTransaction(context, async (inner): Promise<OfferAnswerTaken> => {
    const { db, vault, now, actor } = inner;
    if (!hasRole(inner, 'planner', 'officer')) return { kind: 'refused', because: 'not_allowed' };
    const reasons = answered.reasons.trim();
    if (reasons === '') return { kind: 'refused', because: 'no_reasons' };
    const offer = await findOffer(db, vault, answered.offerId);
    if (offer === null) return { kind: 'refused', because: 'no_offer' };
    const { outcome } = answered;
    const isFirst = await updateOfferAnswered(db, vault, offer, {
      state: outcome,
      answeredBy: staffIdOf(inner),
      answeredAt: now,
      reasons,
    });
    if (!isFirst) return { kind: 'refused', because: 'answered_before' };
    if (outcome === 'accepted') await keepAgreement(inner, offer);
    await tellAnswer(inner, offer, { outcome, reasons, channel: 'email' });
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: `offer.${outcome}`,
      subject: { kind: 'offer', id: offer.offerId },
      personId: offer.personId,
      details: { claim: offer.claimId, kind: offer.terms.kind },
    });
    return { kind: 'answered' };
  });
}
