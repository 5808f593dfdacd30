import type { IsoDate } from '../portfolio/dates.ts';
import { daysLeft } from './deadlines.ts';

/** Who is asked to look, the later the higher: its officer twice, the chair, in the end the administrator. */
export const ATTENTION = ['remind_first', 'remind_last', 'chair', 'admin'] as const;
export type Attention = (typeof ATTENTION)[number];

/** Days left at which each is asked. */
export type AskedAt = Readonly<Record<Attention, number>>;

/** Where a controller says nothing else; a rule of the house, not of the law: the law names the last day only. */
export const ASKED_AT: AskedAt = {
  remind_first: 7,
  remind_last: 2,
  chair: 0,
  admin: -1,
};

/** Everybody who should have been asked by now. After days without a server nobody is left out. */
export function attentionDue(dueOn: IsoDate, today: IsoDate, askedAt: AskedAt): readonly Attention[] {
  const left = daysLeft(dueOn, today);
  return ATTENTION.filter((level) => left <= askedAt[level]);
}

/** The highest who is asked; null while there is time. */
export function attentionOf(dueOn: IsoDate, today: IsoDate, askedAt: AskedAt): Attention | null {
  return attentionDue(dueOn, today, askedAt).at(-1) ?? null;
}
