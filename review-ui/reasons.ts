import { sourceName } from './explained.ts';
import { characteristicNamed, factValue } from './facts.ts';
import type { Reason } from '../scoring/explanation/explanation.ts';
import { isReasonCode } from '../scoring/explanation/reason-codes.ts';
import { EN } from '../scoring/explanation/texts/en.ts';
import { ET } from '../scoring/explanation/texts/et.ts';
import type { Policy } from '../scoring/policy/policy.ts';
import type { Wording } from './wording.ts';

export interface ReasonWords {
  readonly sentence: string;
  /** Own value, source and date. */
  readonly from: string;
  readonly correct: string;
}

export function reasonWords(
  reason: Reason,
  about: { readonly policy: Policy; readonly currency: string },
  wording: Wording,
): ReasonWords {
  const texts = wording.language === 'et' ? ET : EN;
  const code = isReasonCode(reason.code) ? texts.codes[reason.code] : null;
  const fact =
    reason.characteristic === null ? null : characteristicNamed(reason.characteristic, about, wording);
  const value =
    fact === null ? '' : `${fact.name}: ${factValue(reason.value, fact, about.currency, wording)}`;
  const source =
    reason.evidence === null
      ? ''
      : `${sourceName(reason.evidence, wording)}, ${wording.date(reason.evidence.obtainedOn)}`;
  return {
    sentence: code?.sentence ?? value,
    from: [value, source].filter((part) => part !== '').join(' · '),
    correct: code?.correct ?? '',
  };
}
