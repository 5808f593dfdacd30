import { appendAuditEntry } from '../../data/audit/chain.ts';
import { profileOfPortfolio } from '../../data/profiles.ts';
import { insertConsentChoice } from '../../data/stores/consents.ts';
import { insertOffer, listOffersOfPerson, type Offer } from '../../data/stores/offers.ts';
import type { ClaimView } from '../../scoring/portfolio/balance.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import {
  type Asked,
  judgeOffer,
  offerDueOn,
  offerTermsOn,
  type OfferRefused,
  type OfferSituation,
  type Terms,
} from '../../scoring/review/offers.ts';
import { CONSENT_WORDING_VERSION } from '../../scoring/safeguards/purposes.ts';
import { mayKeepNote } from '../../scoring/safeguards/support-needs.ts';
import { holidaysOf } from '../holidays.ts';
import type { ActionContext } from './action.ts';
import { claimOf, keepAgreement, tellAnswer } from './offer-agreed.ts';
import { inTransaction } from './review-case.ts';
import { letterPerson } from './rights-letter.ts';

export interface Proposal {
  readonly claimId: number;
  readonly asked: Asked;
  readonly words: string;
  /**
   * The language in which the person said that their words tell of something as personal as health, and agreed that we
   * keep them; null: they tell of no such thing.
   */
  readonly consentIn: Language | null;
}

interface Taken {
  readonly offerId: number;
  /** Not where the controller may not hold words on health: what was asked is kept without them. */
  readonly wordsKept: boolean;
}

export type Proposed =
  | (Taken & { readonly kind: 'accepted'; readonly terms: Terms })
  | (Taken & { readonly kind: 'asked'; readonly dueOn: string })
  | {
      readonly kind: 'refused';
      readonly because: readonly (OfferRefused | 'not_allowed' | 'no_claim')[];
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
    const { country, portfolioId } = await letterPerson(inner, personId);
    const profile = await profileOfPortfolio(db, portfolioId);
    const terms = offerTermsOn(today, profile?.offers ?? []);
    const earlier = await listOffersOfPerson(db, vault, personId);
    const situation = {
      ...standingOf(view, earlier),
      offerOpen: earlier.some((each) => each.claimId === claimId && each.state === 'asked'),
    };
    const judged = judgeOffer(asked, situation, today, holidaysOf(country), terms);
    if (judged.kind === 'refused') return judged;
    // Without a profile the law itself holds: explicit consent (GDPR art. 9(2)(a)).
    const wordsKept =
      proposal.consentIn === null ||
      mayKeepNote(profile?.specialData ?? 'documented_consent', true).kind === 'kept';
    const offer = {
      personId,
      claimId,
      terms: judged.terms,
      state: judged.kind,
      askedAt: now,
      words: wordsKept ? proposal.words.trim() : '',
      dueOn: judged.kind === 'asked' ? judged.dueOn : offerDueOn(today, holidaysOf(country), terms),
      answeredAt: judged.kind === 'accepted' ? now : null,
    };
    const offerId = await insertOffer(db, vault, offer);
    if (offerId === null) return { kind: 'refused', because: ['offer_open'] };
    if (proposal.consentIn !== null && offer.words !== '') {
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
      ? { kind: 'accepted', offerId, wordsKept, terms: judged.terms }
      : { kind: 'asked', offerId, wordsKept, dueOn: judged.dueOn };
  });
}

/** What words tell of health is kept with the consent that it rests on, and with nothing else. */
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

/** What is known of the claim when something is asked about it. */
export function standingOf(
  { claim: { claimId }, balance, plans }: ClaimView,
  offers: readonly Offer[],
): Omit<OfferSituation, 'offerOpen'> {
  return {
    balance,
    planRuns: plans.some(({ ended }) => ended === null),
    pausesOn: pausesOn(offers, claimId),
  };
}

function pausesOn(offers: readonly Offer[], claimId: number): readonly string[] {
  return offers
    .filter((each) => each.claimId === claimId && each.terms.kind === 'pause' && each.state === 'accepted')
    .map(({ askedAt }) => askedAt.slice(0, 10));
}

/** The same wish for several claims, in one transaction: each is judged for itself, and each is answered. */
export function proposeForEach(
  context: ActionContext,
  claimIds: readonly number[],
  proposal: Omit<Proposal, 'claimId'>,
): Promise<readonly Proposed[]> {
  return inTransaction(context, async (inner) => {
    const proposed: Proposed[] = [];
    for (const claimId of claimIds) proposed.push(await proposeOffer(inner, { ...proposal, claimId }));
    return proposed;
  });
}
