import { insertAgreedPause, insertAgreedPlan } from '../../data/stores/agreed-relief.ts';
import type { Offer } from '../../data/stores/offers.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import { asOf } from '../../scoring/portfolio/as-of.ts';
import { type ClaimView, claimView } from '../../scoring/portfolio/balance.ts';
import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Channel } from '../../scoring/safeguards/identity-proof.ts';
import { offerAnsweredLetter } from '../../scoring/safeguards/offer-letters.ts';
import type { ActionContext } from './action.ts';
import { insertRightsLetter, letterPerson } from './rights-letter.ts';

type Agreeable = Pick<Offer, 'offerId' | 'personId' | 'claimId' | 'terms'>;

/** What was agreed, as the records that the next run reads. */
export async function keepAgreement({ db, today }: ActionContext, offer: Agreeable): Promise<void> {
  const { offerId, personId, claimId, terms } = offer;
  const agreed = { offerId, personId, claimId, on: today };
  if (terms.kind === 'plan') await insertAgreedPlan(db, { ...agreed, terms });
  else await insertAgreedPause(db, { ...agreed, terms });
}

/** The answer in the person's language; whoever is in the portal just now reads it there. */
export async function tellAnswer(
  context: ActionContext,
  offer: Agreeable,
  { outcome, reasons, channel }: Told,
): Promise<void> {
  const { language } = await letterPerson(context, offer.personId);
  const view = await claimOf(context, offer, context.today);
  await insertRightsLetter(
    context,
    { personId: offer.personId, channel, language },
    'offer_answered',
    (setting) =>
      offerAnsweredLetter(
        {
          claimNumber: view?.claim.claimNumber ?? '',
          currency: view?.claim.currency ?? 'EUR',
          terms: offer.terms,
          outcome,
          reasons,
        },
        setting,
      ),
  );
}

interface Told {
  readonly outcome: 'accepted' | 'refused';
  readonly reasons: string;
  readonly channel: Channel;
}

/** A claim of this person as it stands on a day; null when it is not theirs, or not on record. */
export async function claimOf(
  { db }: Pick<ActionContext, 'db'>,
  { personId, claimId }: { readonly personId: number; readonly claimId: number },
  on: IsoDate,
): Promise<ClaimView | null> {
  const file = await readPersonFile(db, personId);
  if (file === null) return null;
  const known = asOf(file, on);
  const claim = known.claims.find((each) => each.claimId === claimId && each.personId === personId);
  return claim === undefined ? null : claimView(known, claim, on);
}
