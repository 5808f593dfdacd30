import { type Right, RIGHT_RULES } from './rights.ts';

/** Why a request, or a part of it, is not done. Each has its article and its words in `texts/`. */
export const REFUSALS = {
  identity_not_shown: { citation: 'GDPR art. 12(2), 12(6)', for: 'any' },
  unfounded: { citation: 'GDPR art. 12(5)', for: ['access', 'portability', 'recipients'] },
  others_rights: { citation: 'GDPR art. 15(4), 20(4)', for: ['access', 'portability'] },
  data_correct: { citation: 'GDPR art. 16', for: ['rectification'] },
  not_shown_wrong: { citation: 'GDPR art. 16', for: ['rectification'] },
  not_held: { citation: 'GDPR art. 15(1), 16', for: ['rectification', 'erasure'] },
  still_needed: { citation: 'GDPR art. 17(1)(a)', for: ['erasure'] },
  legal_obligation: { citation: 'GDPR art. 17(3)(b)', for: ['erasure'] },
  claim_open: { citation: 'GDPR art. 17(1)(a), 17(3)(e)', for: ['erasure', 'objection'] },
  court_claim: { citation: 'GDPR art. 17(3)(e), 21(1)', for: ['erasure', 'objection'] },
  statistics: { citation: 'GDPR art. 17(3)(d), 89', for: ['erasure'] },
  compelling_grounds: { citation: 'GDPR art. 21(1)', for: ['objection'] },
  no_ground: { citation: 'GDPR art. 18(1), 21(1)', for: ['restriction', 'objection', 'erasure'] },
} as const satisfies Record<string, { readonly citation: string; readonly for: 'any' | readonly Right[] }>;
export type Refusal = keyof typeof REFUSALS;

export function isRefusal(text: string): text is Refusal {
  return Object.hasOwn(REFUSALS, text);
}

/**
 * Which refusals a right knows. A withdrawal of consent, an opt-out of marketing and information that anybody may have
 * are never refused to whom we know.
 */
export function refusalsOf(right: Right): readonly Refusal[] {
  return (Object.keys(REFUSALS) as Refusal[]).filter((code) => {
    const { for: rights } = REFUSALS[code];
    return rights === 'any' || (rights as readonly Right[]).includes(right);
  });
}

/** Whether only a missing proof of identity can stand in the way. */
export function isAbsolute(right: Right): boolean {
  return RIGHT_RULES[right].atOnce && refusalsOf(right).length === 1;
}
