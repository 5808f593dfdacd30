import { overridesPage } from '../../review-ui/pages/overrides.ts';
import type { Cell, Table } from '../../review-ui/table.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { isReasonCode, reasonCode } from '../../scoring/explanation/reason-codes.ts';
import { overridesOf, type ReasonOverridden } from '../../scoring/monitoring/overrides.ts';
import type { ShareObserved } from '../../scoring/monitoring/review-reality.ts';
import { observeOverrides } from '../actions/observe-overrides.ts';
import { page } from '../http/page.ts';
import { type Call, route, type Routes } from '../http/route.ts';

const REASONS_AT_MOST = 40;

/** Which reasons people overturn, and whether those they trusted then paid. Of nobody by name. */
export function overrideRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/overrides',
    allow: ['chair', 'auditor', 'analyst'],
    handler: showOverrides,
  });
}

async function showOverrides(call: Call): Promise<void> {
  const wording = wordingFor(call.language);
  const { t, number } = wording;
  const { leastVotes } = call.services.configuration.rubberStamp;
  const overrides = overridesOf(await observeOverrides(call.context), leastVotes);
  page(call, overridesPage, {
    lead: t('committee.overturned.lead'),
    all: shareTable([{ reason: '', ...overrides.all }], () => t('committee.overturned.every'), wording),
    byReason: shareTable(
      overrides.byReason.slice(0, REASONS_AT_MOST),
      ({ reason }) =>
        isReasonCode(reason) ? `${reason} · ${reasonCode(reason).slug.replaceAll('_', ' ')}` : reason,
      wording,
    ),
    note: t('committee.overturned.note', { least: number(leastVotes) }),
  });
}

function shareTable(
  rows: readonly ReasonOverridden[],
  name: (row: ReasonOverridden) => string,
  wording: Wording,
): Table {
  const { t, number } = wording;
  return {
    caption: t('committee.overturned.title'),
    columns: [
      { label: t('committee.overturned.reason'), kind: 'text' },
      { label: t('committee.overturned.reviewed'), kind: 'number' },
      { label: t('committee.overturned.overturned'), kind: 'number' },
      { label: t('committee.overturned.paidOverturned'), kind: 'number' },
      { label: t('committee.overturned.paidKept'), kind: 'number' },
    ],
    rows: rows.map((row) => ({
      cells: [
        name(row),
        number(row.overturned.of),
        shareCell(row.overturned, wording),
        shareCell(row.paidAfterOverturn, wording),
        shareCell(row.paidAfterUphold, wording),
      ],
    })),
    empty: t('committee.overturned.none'),
    narrow: 'cards',
  };
}

/** A share with its interval, or that there are too few to say. */
function shareCell({ share, of }: ShareObserved, { t, percent, number }: Wording): Cell {
  if (share === null) return { text: t('committee.overturned.few'), note: number(of) };
  return { text: percent(share.value), note: `${percent(share.low)}–${percent(share.high)} (${number(of)})` };
}
