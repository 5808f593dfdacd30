import type { Page } from '../page.ts';
import type { PaperDocument } from '../pdf/document.ts';
import type { Table } from '../table.ts';
import type { Wording } from '../wording.ts';

/** What is kept of a committee's work, for printing and signing. */
export interface ReviewMinutesContext {
  readonly reviewId: number;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly committee: Table;
  readonly recusals: readonly string[];
  readonly material: readonly string[];
  /** Null while the votes are covered. */
  readonly votes:
    | readonly {
        readonly member: string;
        readonly verdict: string;
        readonly reasons: string;
        /** For another end than the one that came of it. */
        readonly dissents: boolean;
      }[]
    | null;
  readonly verdict: string | null;
  /** What came of it: the new decision, and that the person was told. */
  readonly followUp: readonly string[];
  readonly events: Table;
  /** As printed at the close, with the hash that proves a copy equal; null before. */
  readonly paper: { readonly href: string; readonly sha256: string; readonly writtenIn: string } | null;
}

export const reviewMinutesPage: Page<ReviewMinutesContext> = {
  name: 'review-minutes',
  voice: 'staff',
  title: ({ reviewId }, { t }) => t('staff.minutes.title', { number: reviewId }),
  section: 'reviews',
};

/** The same as a paper, to be printed and signed. */
export function minutesPaper(minutes: Omit<ReviewMinutesContext, 'paper'>, { t }: Wording): PaperDocument {
  return {
    title: t('staff.minutes.title', { number: minutes.reviewId }),
    ...(minutes.verdict === null ? {} : { lead: `${t('staff.minutes.verdict')}: ${minutes.verdict}` }),
    facts: minutes.facts,
    sections: [
      { title: t('staff.minutes.members'), table: minutes.committee },
      {
        title: t('staff.minutes.recusals'),
        ...(minutes.recusals.length === 0
          ? { texts: [t('staff.minutes.noRecusals')] }
          : { list: minutes.recusals }),
      },
      { title: t('staff.minutes.material'), list: minutes.material },
      {
        title: t('staff.minutes.votes'),
        texts: (minutes.votes ?? []).map(
          ({ member, verdict, reasons, dissents }) =>
            `${member}: ${verdict}. ${dissents ? `${t('committee.minutes.dissent')}. ` : ''}${reasons}`,
        ),
      },
      { title: t('committee.minutes.followUp'), list: minutes.followUp },
      { title: t('staff.minutes.events'), table: minutes.events },
    ],
    foot: t('committee.minutes.foot'),
  };
}
