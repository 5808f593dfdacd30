import { appendAuditEntry } from '../../data/audit/chain.ts';
import { insertConsentChoice } from '../../data/stores/consents.ts';
import { insertOffer, listOffersOfPerson, type Offer } from '../../data/stores/offers.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import {
  type Asked,
  judgeOffer,
  offerDueOn,
  type OfferRefused,
  type Terms,
} from '../../scoring/review/offers.ts';
import { CONSENT_WORDING_VERSION } from '../../scoring/safeguards/purposes.ts';
import { holidaysOf } from '../holidays.ts';
import type { ActionContext } from './action.ts';
import { claimOf, keepAgreement, tellAnswer } from './offer-agreed.ts';
import { inTransaction } from './review-case.ts';
import { letterPerson } from './rights-letter.ts';

export interface Proposal {
  readonly claimId: number;
  readonly asked: Asked;
  readonly words: string;
  /** The language in which the person agreed that a pause is kept as a need for support; null: they did not. */
  readonly consentIn: Language | null;
}

export type Proposed =
  | { readonly kind: 'accepted'; readonly offerId: number; readonly terms: Terms }
  | { readonly kind: 'asked'; readonly offerId: number; readonly dueOn: string }
  | {
      readonly kind: 'refused';
      readonly because: readonly (OfferRefused | 'not_allowed' | 'no_claim' | 'no_consent')[];
    };

/** The person proposes a plan or asks for a pause: accepted at once where the terms say so, or it goes to a person. */
export function proposeOffer(context: ActionContext, proposal: Proposal): Promise<Proposed> {
  return inTransaction(context, async (inner): Promise<Proposed> => {
    const { db, vault, now, today, actor } = inner;
    if (actor.kind !== 'customer') return { kind: 'refused', because: ['not_allowed'] };
    const { personId } = actor;
    const { claimId, asked } = proposal;
    const view = await claimOf(inner, { personId, claimId }, today);
    if (view === null) return { kind: 'refused', because: ['no_claim'] };
    if (asked.kind === 'pause' && proposal.consentIn === null) {
      return { kind: 'refused', because: ['no_consent'] };
    }
    const { country } = await letterPerson(inner, personId);
    const earlier = await listOffersOfPerson(db, vault, personId);
    const situation = {
      balance: view.balance,
      planRuns: view.plans.some(({ ended }) => ended === null),
      offerOpen: earlier.some((each) => each.claimId === claimId && each.state === 'asked'),
      lastPauseOn: lastPauseOn(earlier),
    };
    const judged = judgeOffer(asked, situation, today, holidaysOf(country));
    if (judged.kind === 'refused') return judged;
    const offer = {
      personId,
      claimId,
      terms: judged.terms,
      state: judged.kind,
      askedAt: now,
      words: proposal.words.trim(),
      dueOn: judged.kind === 'asked' ? judged.dueOn : offerDueOn(today, holidaysOf(country)),
      answeredAt: judged.kind === 'accepted' ? now : null,
    };
    const offerId = await insertOffer(db, vault, offer);
    if (offerId === null) return { kind: 'refused', because: ['offer_open'] };
    if (proposal.consentIn !== null && asked.kind === 'pause') {
      await keepConsent(inner, personId, proposal.consentIn);
    }
    if (judged.kind === 'accepted') {
      await keepAgreement(inner, { ...offer, offerId });
      await tellAnswer(inner, { ...offer, offerId }, { outcome: 'accepted', reasons: '', channel: 'portal' });
    }
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: judged.kind === 'accepted' ? 'offer.accepted' : 'offer.asked',
      subject: { kind: 'offer', id: offerId },
      personId,
      details: { claim: claimId, kind: asked.kind, due: offer.dueOn },
    });
    return judged.kind === 'accepted'
      ? { kind: 'accepted', offerId, terms: judged.terms }
      : { kind: 'asked', offerId, dueOn: judged.dueOn };
  });
}

/** Without a consent the mark of hardship counts for nothing in any policy. */
async function keepConsent(
  { db, now, today }: ActionContext,
  personId: number,
  language: Language,
): Promise<void> {
  await insertConsentChoice(
    db,
    {
      personId,
      purpose: 'support_need',
      choice: 'given',
      wordingVersion: CONSENT_WORDING_VERSION,
      language,
      channel: 'portal',
      staffId: null,
      at: now,
    },
    today,
  );
}

function lastPauseOn(offers: readonly Offer[]): string | null {
  const last = offers.find(({ terms, state }) => terms.kind === 'pause' && state === 'accepted');
  return last === undefined ? null : last.askedAt.slice(0, 10);
}
