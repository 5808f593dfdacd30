import { insertConsentChoice } from '../../data/stores/consents.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import type { Channel } from '../../scoring/safeguards/identity-proof.ts';
import { CONSENT_WORDING_VERSION } from '../../scoring/safeguards/purposes.ts';
import type { SupportNeed } from '../../scoring/safeguards/support-needs.ts';
import type { ActionContext } from './action.ts';
import { keepNeed } from './keep-need.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';

export interface NeedEntered {
  readonly personId: number;
  readonly need: SupportNeed;
  /** How the person told it. */
  readonly channel: Channel;
  readonly agreed: boolean;
  /** How they agreed: when, to whom, where the paper is. No cause and no illness. */
  readonly basis: string;
  /** In which the person heard or read what they agree to. */
  readonly language: Language;
}

export type NeedEnteredTaken =
  | { readonly kind: 'entered'; readonly needId: number }
  | { readonly kind: 'refused'; readonly because: 'not_allowed' | 'no_person' | 'not_agreed' | 'no_basis' };

/** Staff write down what somebody who calls or writes needs, with the consent that it rests on (GDPR art. 7(1)). */
export function enterNeed(context: ActionContext, entered: NeedEntered): Promise<NeedEnteredTaken> {
  return inTransaction(context, async (inner): Promise<NeedEnteredTaken> => {
    const { db, now, today } = inner;
    if (!hasRole(inner, 'planner', 'officer')) return { kind: 'refused', because: 'not_allowed' };
    if (!entered.agreed) return { kind: 'refused', because: 'not_agreed' };
    const basis = entered.basis.trim();
    if (basis === '') return { kind: 'refused', because: 'no_basis' };
    const { personId, need, channel, language } = entered;
    if ((await readPersonFile(db, personId)) === null) return { kind: 'refused', because: 'no_person' };
    const staffId = staffIdOf(inner);
    await insertConsentChoice(
      db,
      {
        ...{ personId, purpose: 'support_need', choice: 'given', language, channel, staffId, at: now },
        wordingVersion: CONSENT_WORDING_VERSION,
      },
      today,
    );
    const needId = await keepNeed(inner, { personId, need, channel, staffId, basis, noteStatementId: null });
    return { kind: 'entered', needId };
  });
}
