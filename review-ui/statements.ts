import type { Wording } from './wording.ts';

/** Somebody's words with what became of them. */
export interface Told {
  readonly id: number;
  readonly kind: string;
  readonly text: string;
  readonly at: string;
  /** Said in a review: its officer and its committee read it. */
  readonly reviewId: number | null;
  /** Written down by staff for somebody who called, wrote or came. */
  readonly takenDown?: boolean;
  /** Who of the staff read it first, and when; null while nobody has. */
  readonly reading: { readonly name: string; readonly at: string } | null;
}

/** What `partials/said` draws: the words, what they are, and who has read them or a button to say so. */
export interface Said {
  readonly id: number;
  readonly text: string;
  readonly by: string;
  readonly read: string | null;
  readonly canRead: boolean;
}

export function presentSaid(told: readonly Told[], wording: Wording): readonly Said[] {
  const { t, date } = wording;
  return told.map(({ id, kind, text, at, reviewId, takenDown, reading }) => ({
    id,
    text: statementText({ kind, text }, wording),
    by: t(takenDown === true ? 'intake.takenDown' : 'staff.case.saidOn', {
      kind: t(`customer.statementKind.${kind}`),
      date: date(at.slice(0, 10)),
    }),
    read: reading && t('staff.told.readBy', { name: reading.name, date: date(reading.at.slice(0, 10)) }),
    canRead: reading === null && reviewId === null,
  }));
}

/** A line that leads to what nobody has read yet; null when all is read. */
export function unreadLine(
  count: number,
  { t, number }: Wording,
): { readonly text: string; readonly href: string } | null {
  return count === 0
    ? null
    : { text: t('staff.told.unread', { count, number: number(count) }), href: '/statements' };
}

/** A person's words as they wrote them; a need for help is kept as a code and said in the reader's language. */
export function statementText(
  { kind, text }: { readonly kind: string; readonly text: string },
  { t, has }: Wording,
): string {
  const key = `customer.facts.need.${text}`;
  return kind === 'support' && /^\w+$/.test(text) && has(key) ? t(key) : text;
}
