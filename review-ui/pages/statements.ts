import type { Page } from '../page.ts';
import { presentSaid, type Said } from '../statements.ts';
import type { Wording } from '../wording.ts';

/** What people told us outside any review that nobody of the staff has read yet, oldest first. */
export interface StatementsContext {
  readonly unread: readonly (Said & {
    readonly about: string;
    /** Null: this viewer may not open the case. */
    readonly href: string | null;
  })[];
  /** How many more there are than shown; null when all are. */
  readonly more: string | null;
}

export const statementsPage: Page<StatementsContext> = {
  name: 'statements',
  voice: 'staff',
  section: 'statements',
  title: (_context, { t }) => t('staff.told.title'),
};

/** A statement as `data/views/unread-statements.ts` reads it. */
export interface UnreadData {
  readonly statementId: number;
  readonly decisionId: number;
  readonly kind: string;
  readonly text: string;
  readonly at: string;
  readonly about: 'collection' | 'credit';
  readonly applicationId: number | null;
  readonly caseNumber: string | null;
}

export function presentStatements(
  unread: readonly UnreadData[],
  total: number,
  opensCases: boolean,
  wording: Wording,
): StatementsContext {
  const { t, number } = wording;
  return {
    unread: unread.map((each) => {
      const [said] = presentSaid([{ ...each, id: each.statementId, reviewId: null, reading: null }], wording);
      return {
        ...(said as Said),
        about: `${t(`staff.queue.${each.about}`)} · ${each.caseNumber ?? ''}`,
        href: hrefOf(each, opensCases),
      };
    }),
    more:
      total > unread.length
        ? t('staff.told.more', { shown: number(unread.length), total: number(total) })
        : null,
  };
}

function hrefOf({ about, decisionId, applicationId }: UnreadData, opensCases: boolean): string | null {
  if (about === 'credit') return applicationId === null ? null : `/applications/${applicationId}`;
  return opensCases ? `/cases/${decisionId}` : null;
}
