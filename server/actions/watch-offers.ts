import { appendAuditEntry } from '../../data/audit/chain.ts';
import { profileOfPerson } from '../../data/profiles.ts';
import { insertDeadlineAlert } from '../../data/stores/deadline-alerts.ts';
import {
  countOpenOffers,
  findOffer,
  listOffersDueBy,
  type Offer,
  type OffersWaiting,
} from '../../data/stores/offers.ts';
import { addDays } from '../../scoring/portfolio/dates.ts';
import { type Attention, attentionDue } from '../../scoring/review/attention.ts';
import { askedAtBy } from '../../scoring/safeguards/controller-profile.ts';
import { offerLateLetter } from '../../scoring/safeguards/offer-letters.ts';
import type { ActionContext } from './action.ts';
import { claimOf } from './offer-agreed.ts';
import { inTransaction } from './review-case.ts';
import { earliestReminder } from './watch-deadlines.ts';
import { insertRightsLetter, letterPerson } from './rights-letter.ts';

export interface OffersWatched extends OffersWaiting {
  /** Asked for the first time today: planners and officers, on the last day the chair too. */
  readonly reminded: number;
  readonly toChair: number;
  /** The day has passed: the administrator is asked, and the person told. */
  readonly toAdmin: number;
}

/**
 * Looks at every proposal that waits for an answer, as {@link watchDeadlines} does at reviews: whoever answers is
 * reminded, and the person hears from us when the day that we named has passed. Each once, each in the trail.
 */
export async function watchOffers(context: ActionContext): Promise<OffersWatched> {
  const { db, today } = context;
  const soon = addDays(today, await earliestReminder());
  const raised: Attention[] = [];
  for (const { offerId } of await listOffersDueBy(db, soon)) raised.push(...(await raise(context, offerId)));
  const times = (...levels: readonly Attention[]): number =>
    raised.filter((each) => levels.includes(each)).length;
  return {
    ...(await countOpenOffers(db, today, soon)),
    reminded: times('remind_first', 'remind_last'),
    toChair: times('chair'),
    toAdmin: times('admin'),
  };
}

function raise(context: ActionContext, offerId: number): Promise<readonly Attention[]> {
  return inTransaction(context, async (inner) => {
    const { db, vault, now, today, actor } = inner;
    const offer = await findOffer(db, vault, offerId);
    // Answered or taken back since the list was read.
    if (offer === null || offer.state !== 'asked') return [];
    const { dueOn } = offer;
    const askedAt = askedAtBy(await profileOfPerson(db, offer.personId));
    const raised: Attention[] = [];
    for (const level of attentionDue(dueOn, today, askedAt)) {
      const alert = { subjectKind: 'offer', subjectId: offerId, dueOn, level, raisedAt: now } as const;
      if (!(await insertDeadlineAlert(db, alert))) continue;
      raised.push(level);
      await appendAuditEntry(db, {
        at: now,
        actor,
        action: level === 'admin' ? 'offer.late' : 'offer.remind',
        subject: { kind: 'offer', id: offerId },
        personId: offer.personId,
        details: { level, due: dueOn },
      });
      if (level === 'admin') await tellLate(inner, offer);
    }
    return raised;
  });
}

async function tellLate(context: ActionContext, offer: Offer): Promise<void> {
  const { personId, dueOn } = offer;
  const { language } = await letterPerson(context, personId);
  const view = await claimOf(context, offer, context.today);
  await insertRightsLetter(context, { personId, channel: 'email', language }, 'offer_late', (setting) =>
    offerLateLetter({ claimNumber: view?.claim.claimNumber ?? '', dueOn }, setting),
  );
}
