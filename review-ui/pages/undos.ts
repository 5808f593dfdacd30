import type { UndoKind } from '../../scoring/review/undo.ts';
import { measureName } from '../explained.ts';
import type { Page } from '../page.ts';
import type { Wording } from '../wording.ts';

/** What must be taken back of measures that people replaced after they were carried out, oldest first. */
export interface UndosContext {
  readonly undos: readonly {
    readonly undoId: number;
    readonly what: string;
    /** Which claim, which measure, since when. */
    readonly about: string;
    /** Null: this viewer may not open the case. */
    readonly href: string | null;
  }[];
}

export const undosPage: Page<UndosContext> = {
  name: 'undos',
  voice: 'staff',
  section: 'undos',
  title: (_context, { t }) => t('committee.undo.title'),
};

/** An undo as `data/views/undos.ts` reads it. */
export interface UndoData {
  readonly undoId: number;
  readonly what: UndoKind;
  readonly amountCents: number | null;
  readonly openedAt: string;
  readonly decisionId: number;
  readonly measure: string;
  readonly claimNumber: string;
  readonly currency: string;
}

export function presentUndos(
  undos: readonly UndoData[],
  opensCases: boolean,
  wording: Wording,
): UndosContext {
  const { t, date, money } = wording;
  return {
    undos: undos.map(({ undoId, what, amountCents, currency, ...undo }) => ({
      undoId,
      what: t(`committee.undo.what.${what}`, { cost: money(amountCents ?? 0, currency) }),
      about: [undo.claimNumber, measureName(undo.measure, wording), date(undo.openedAt)].join(' · '),
      href: opensCases ? `/cases/${undo.decisionId}` : null,
    })),
  };
}
