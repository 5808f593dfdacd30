import { profileOfPortfolio } from '../../data/profiles.ts';
import { findDecision, type StoredDecision } from '../../data/stores/decisions.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import { mayKeepNote, type NoteRule, type SupportNeed } from '../../scoring/safeguards/support-needs.ts';
import type { ActionContext } from './action.ts';
import { chooseConsent } from './choose-consent.ts';
import { giveStatement } from './give-statement.ts';
import { keepNeed } from './keep-need.ts';
import { inTransaction } from './review-case.ts';

export interface NeedTold {
  readonly decisionId: number;
  readonly need: SupportNeed;
  /** Written beside the need; empty: nothing. */
  readonly note: string;
  readonly agreed: boolean;
  /** In which the person read what they agree to. */
  readonly language: Language;
}

export type NeedTaken =
  | { readonly kind: 'taken'; readonly note: 'none' | 'kept' | 'not_kept' }
  | { readonly kind: 'refused'; readonly because: 'no_decision' | 'not_allowed' | 'not_agreed' };

/** Keeps a need with the consent it rests on. The note stays only where the controller may hold such words at all. */
export function tellNeed(context: ActionContext, told: NeedTold): Promise<NeedTaken> {
  return inTransaction(context, async (inner): Promise<NeedTaken> => {
    const { db, vault, actor } = inner;
    const { decisionId, need, agreed, language } = told;
    if (!agreed) return { kind: 'refused', because: 'not_agreed' };
    const decision = await findDecision(db, vault, decisionId);
    if (decision === null) return { kind: 'refused', because: 'no_decision' };
    const personId = decision.person_id;
    if (actor.kind !== 'customer' || actor.personId !== personId) {
      return { kind: 'refused', because: 'not_allowed' };
    }
    const rule = await noteRuleOf(inner, decision);
    await chooseConsent(inner, { purpose: 'support_need', choice: 'given', language });
    const note = told.note.trim();
    const written =
      note !== '' && rule.kind === 'kept'
        ? await giveStatement(inner, { decisionId, kind: 'new_fact', text: note })
        : null;
    const given = await giveStatement(inner, { decisionId, kind: 'support', text: need });
    if (given.kind === 'refused') throw new Error(`a need was refused: ${given.because}`);
    await keepNeed(inner, {
      ...{ personId, need, channel: 'portal', staffId: null, basis: null },
      noteStatementId: written?.kind === 'taken' ? written.statementId : null,
    });
    return { kind: 'taken', note: note === '' ? 'none' : rule.kind === 'kept' ? 'kept' : 'not_kept' };
  });
}

/** Whether words beside a need are kept once the person agrees, by the profile of whoever decided. */
export async function noteRuleOf(
  { db }: Pick<ActionContext, 'db'>,
  { portfolio_id: portfolioId }: Pick<StoredDecision, 'portfolio_id'>,
): Promise<NoteRule> {
  // Without a profile the law itself holds: explicit consent (GDPR art. 9(2)(a)).
  const profile = await profileOfPortfolio(db, portfolioId);
  return mayKeepNote(profile?.specialData ?? 'documented_consent', true);
}
