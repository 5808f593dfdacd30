import { policyText } from '../scoring/policy/policy-text.ts';
import { characteristicNamed, factValue } from './facts.ts';
import type { Reason } from '../scoring/explanation/explanation.ts';
import { evidenceText, howToCorrect, reasonTitle, sentence } from '../scoring/explanation/sentences.ts';
import type { Policy } from '../scoring/policy/policy.ts';
import type { Wording } from './wording.ts';

export interface ReasonWords {
  /** With the person's own value. */
  readonly sentence: string;
  /** Source and date; empty when it rests on no single record. */
  readonly from: string;
  readonly correct: string;
}

export function reasonWords(
  reason: Reason,
  about: { readonly policy: Policy; readonly currency: string },
  wording: Wording,
): ReasonWords {
  const { language } = wording;
  const nameOf = (id: string): string => characteristicNamed(id, about, wording).name;
  const from = reason.evidence === null ? '' : evidenceText(language, reason.evidence);
  return {
    sentence: sentence(language, reason, about.currency, nameOf),
    from: from.charAt(0).toUpperCase() + from.slice(1),
    // Whoever owes has nothing to apply for: the way out of that reason is one for applicants alone.
    correct:
      about.policy.kind === 'collection' && reason.code === 'R21'
        ? ''
        : (howToCorrect(language, reason) ?? ''),
  };
}

/**
 * The same reason for staff, in a few words: what the rule says, or the fact, each with the value. The sentences above
 * are spoken to the person; staff read about somebody.
 */
export function staffReasonWords(
  reason: Reason,
  about: { readonly policy: Policy; readonly currency: string },
  wording: Wording,
): Omit<ReasonWords, 'correct'> {
  const { language } = wording;
  const rule = about.policy.rules.find(({ id }) => id === reason.rule);
  const nameOf = (id: string): string => characteristicNamed(id, about, wording).name;
  const said = rule === undefined ? null : policyText(rule.text, language).replace(/\.$/, '');
  const { from } = reasonWords(reason, about, wording);
  if (reason.characteristic === null) {
    return { sentence: said ?? reasonTitle(language, reason, nameOf), from };
  }
  const fact = characteristicNamed(reason.characteristic, about, wording);
  const told = `${fact.name}: ${factValue(reason.value, fact, about.currency, wording)}`;
  return { sentence: said === null ? told : `${said} (${lowerFirst(told)})`, from };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
