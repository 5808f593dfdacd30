/** Every right a person can use with us beside a review of a decision (GDPR art. 7, 13–22, 77). */
export const RIGHTS = [
  'access',
  'rectification',
  'erasure',
  'restriction',
  'objection',
  'portability',
  'consent_withdrawal',
  'marketing_opt_out',
  'interest_analysis',
  'complaint_information',
  'recipients',
] as const;
export type Right = (typeof RIGHTS)[number];

export interface RightRule {
  /** The article that gives it. */
  readonly citation: string;
  /** Nobody has to weigh anything: what is asked for is done, or given, the moment we know who asks. */
  readonly atOnce: boolean;
  /** Two people: one proposes, another confirms. What is destroyed cannot be put right afterwards. */
  readonly twoPeople: boolean;
  /**
   * What holds from the moment somebody asks until it is decided: processing stops while a datum, an erasure or a
   * ground is looked into (art. 18(1)(a), (c), (d)). `if_asked`: where the person wants it.
   */
  readonly meanwhile: 'restricted' | 'objection' | 'restricted_if_asked' | 'nothing';
}

export const RIGHT_RULES: Readonly<Record<Right, RightRule>> = {
  access: rule('GDPR art. 15', { atOnce: true }),
  rectification: rule('GDPR art. 16, 18(1)(a), 19', { meanwhile: 'restricted_if_asked' }),
  erasure: rule('GDPR art. 17, 19', { twoPeople: true, meanwhile: 'restricted_if_asked' }),
  restriction: rule('GDPR art. 18', { meanwhile: 'restricted' }),
  objection: rule('GDPR art. 21(1), 18(1)(d)', { meanwhile: 'objection' }),
  portability: rule('GDPR art. 20', { atOnce: true }),
  consent_withdrawal: rule('GDPR art. 7(3)', { atOnce: true }),
  marketing_opt_out: rule('GDPR art. 21(2)–(3)', { atOnce: true }),
  interest_analysis: rule('GDPR art. 6(1)(f), 13(1)(d)', { atOnce: true }),
  complaint_information: rule('GDPR art. 77', { atOnce: true }),
  recipients: rule('GDPR art. 15(1)(c), 19', { atOnce: true }),
};

function rule(citation: string, rest: Partial<Omit<RightRule, 'citation'>>): RightRule {
  return { citation, atOnce: false, twoPeople: false, meanwhile: 'nothing', ...rest };
}

export function isRight(text: string): text is Right {
  return (RIGHTS as readonly string[]).includes(text);
}

/** Why somebody asks for an erasure, a restriction or objects: the grounds that the law gives. */
export const GROUNDS = {
  erasure: ['no_longer_needed', 'consent_withdrawn', 'objected', 'unlawful'],
  restriction: ['accuracy_contested', 'unlawful_but_kept', 'needed_for_claim', 'objection_pending'],
} as const;
export type Ground = (typeof GROUNDS)['erasure'][number] | (typeof GROUNDS)['restriction'][number];

export function groundsOf(right: Right): readonly Ground[] {
  return right === 'erasure' || right === 'restriction' ? GROUNDS[right] : [];
}
