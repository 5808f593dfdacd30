import { addMonths, type IsoDate } from '../portfolio/dates.ts';
import type { Channel } from '../policy/measures.ts';
import type { SpecialDataRule } from './processing.ts';

/** What help somebody needs, never why: a code names no illness and no cause (GDPR art. 5(1)(c), 9). */
export const SUPPORT_NEEDS = [
  'more_time',
  'pause',
  'smaller_payments',
  'debt_advice',
  'written_only',
  'no_calls',
  'plain',
  'large_print',
  'interpreter',
  'contact_somebody_else',
] as const;
export type SupportNeed = (typeof SUPPORT_NEEDS)[number];

const RELIEF: readonly SupportNeed[] = ['more_time', 'pause', 'smaller_payments', 'debt_advice'];

export function isSupportNeed(text: string): text is SupportNeed {
  return (SUPPORT_NEEDS as readonly string[]).includes(text);
}

/** Whether it tells of trouble with paying, so that policies relax; the others are about how we talk. */
export function isReliefNeed(need: SupportNeed): boolean {
  return RELIEF.includes(need);
}

/** Ways of reaching somebody that a need rules out. Text messages are writing. */
const BARRED: Partial<Record<SupportNeed, readonly Channel[]>> = {
  no_calls: ['phone'],
  written_only: ['phone', 'visit'],
  // Nobody of ours speaks their language, or may speak to them: a letter can be read with help, and in time.
  interpreter: ['phone', 'visit'],
  contact_somebody_else: ['phone', 'visit'],
};

export function channelsBarred(need: SupportNeed): readonly Channel[] {
  return BARRED[need] ?? [];
}

/** A need passes: it is asked after anew, and not held against or for anybody for good. */
const REVIEW_MONTHS = 6;

export function reviewOn(today: IsoDate): IsoDate {
  return addMonths(today, REVIEW_MONTHS);
}

export type NoteRule =
  | { readonly kind: 'kept' }
  | { readonly kind: 'refused'; readonly because: 'never_held' | 'not_agreed' };

/** Whether words written beside a need are kept: they may tell of health, whatever we ask for. */
export function mayKeepNote(rule: SpecialDataRule, agreed: boolean): NoteRule {
  if (rule === 'never') return { kind: 'refused', because: 'never_held' };
  return agreed ? { kind: 'kept' } : { kind: 'refused', because: 'not_agreed' };
}
