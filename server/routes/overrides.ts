import { overridesPage } from '../../review-ui/pages/overrides.ts';
import type { Cell, Table } from '../../review-ui/table.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { codeTitle } from '../../scoring/explanation/sentences.ts';
import { type Overrides, overridesOf, type ReasonOverridden } from '../../scoring/monitoring/overrides.ts';
import { policyText } from '../../scoring/policy/policy-text.ts';
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
    looksAt: 'nobody',
    allow: ['chair', 'auditor', 'analyst'],
    handler: showOverrides,
  });
}

async function showOverrides(call: Call): Promise<void> {
  const wording = wordingFor(call.language);
  const { t, number, language } = wording;
  const { leastVotes } = call.services.configuration.rubberStamp;
  const { reviews, rules } = await observeOverrides(call.context);
  const overrides = overridesOf(reviews, leastVotes);
  const nameOf = ({ reason }: ReasonOverridden): Cell => {
    const rule = rules.get(reason);
    const said = rule === undefined ? codeTitle(language, reason) : policyText(rule, language);
    return said === null ? reason : { text: said.replace(/\.$/, ''), note: reason };
  };
  page(call, overridesPage, {
    lead: t('committee.overturned.lead'),
    standing: standingOf(overrides, leastVotes, wording),
    all: shareTable([{ reason: '', ...overrides.all }], () => t('committee.overturned.every'), wording),
    byReason: shareTable(overrides.byReason.slice(0, REASONS_AT_MOST), nameOf, wording),
    note: t('committee.overturned.note', { least: number(leastVotes) }),
  });
}

/** What there is to judge by, and, where that is too little, when it will be enough. */
function standingOf(
  { counts: { decided, overturned, paymentKnown } }: Overrides,
  least: number,
  { t, number }: Wording,
): string {
  const values = {
    decided: number(decided),
    overturned: number(overturned),
    known: number(paymentKnown),
    least: number(least),
  };
  if (decided === 0) return t('committee.overturned.none');
  return [
    t('committee.overturned.counted', values),
    ...(decided < least ? [t('committee.overturned.tooFew', values)] : []),
    ...(decided >= least && paymentKnown < least ? [t('committee.overturned.paymentsLater', values)] : []),
  ].join(' ');
}

function shareTable(
  rows: readonly ReasonOverridden[],
  name: (row: ReasonOverridden) => Cell,
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
