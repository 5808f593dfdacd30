import type { Page } from '../page.ts';
import type { Wording } from '../wording.ts';
import { measureName } from '../explained.ts';

export interface ReleaseContext {
  readonly rows: readonly {
    readonly decisionId: number;
    readonly number: string;
    readonly measure: string;
    readonly amount: string;
    readonly worth: string;
    readonly debtorCost: string;
    readonly first: string;
    /** The one who released it may not confirm it. */
    readonly own: boolean;
  }[];
}

export const releasePage: Page<ReleaseContext> = {
  name: 'release',
  voice: 'staff',
  section: 'release',
  title: (_context, { t }) => t('planner.second.title'),
};

export function presentRelease(
  rows: readonly {
    readonly decisionId: number;
    readonly number: string;
    readonly measure: string | null;
    readonly amountCents: number | null;
    readonly expectedNetCents: number | null;
    readonly debtorCostCents: number | null;
    readonly currency: string;
    readonly firstStaffId: number;
    readonly firstName: string;
  }[],
  staffId: number | null,
  wording: Wording,
): ReleaseContext {
  return {
    rows: rows.map((row) => ({
      decisionId: row.decisionId,
      number: row.number,
      measure: row.measure === null ? '' : measureName(row.measure, wording),
      amount: wording.money(row.amountCents ?? 0, row.currency),
      worth: wording.money(row.expectedNetCents ?? 0, row.currency),
      debtorCost: wording.money(row.debtorCostCents ?? 0, row.currency),
      first: row.firstName,
      own: row.firstStaffId === staffId,
    })),
  };
}
