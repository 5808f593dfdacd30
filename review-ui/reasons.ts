import { characteristicNamed } from './facts.ts';
import type { Reason } from '../scoring/explanation/explanation.ts';
import { evidenceText, howToCorrect, sentence } from '../scoring/explanation/sentences.ts';
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
    correct: howToCorrect(language, reason) ?? '',
  };
}
