import { appendAuditEntry } from '../../data/audit/chain.ts';
import { insertConsentChoice } from '../../data/stores/consents.ts';
import { CONSENT_WORDING_VERSION, type ConsentPurpose } from '../../scoring/safeguards/purposes.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import type { ActionContext } from './action.ts';
import { inTransaction } from './review-case.ts';

export interface ConsentChosen {
  readonly purpose: ConsentPurpose;
  readonly choice: 'given' | 'withdrawn';
  /** In which the person read what the consent is for. */
  readonly language: Language;
}

export type ConsentTaken =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly because: 'not_allowed' };

/** The person gives a consent, or takes it back as easily (GDPR art. 7(3)); it counts from this moment. */
export function chooseConsent(context: ActionContext, chosen: ConsentChosen): Promise<ConsentTaken> {
  return inTransaction(context, async (inner): Promise<ConsentTaken> => {
    const { db, now, today, actor } = inner;
    if (actor.kind !== 'customer') return { kind: 'refused', because: 'not_allowed' };
    const { personId } = actor;
    await insertConsentChoice(
      db,
      {
        ...chosen,
        personId,
        wordingVersion: CONSENT_WORDING_VERSION,
        channel: 'portal',
        staffId: null,
        at: now,
      },
      today,
    );
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: `consent.${chosen.choice}`,
      subject: { kind: 'person', id: personId },
      personId,
      details: { purpose: chosen.purpose, wording: CONSENT_WORDING_VERSION, language: chosen.language },
    });
    return { kind: 'taken' };
  });
}
