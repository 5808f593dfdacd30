import { addMonths } from '../../scoring/portfolio/dates.ts';
import type { InstalmentPlan } from '../../scoring/portfolio/records.ts';
import type { DebtorLife, Path } from './claim-path.ts';
import type { ClaimEntry } from './debtor-claims.ts';
import { learnt } from './draft.ts';
import { type ClaimCondition, effectOf, probability } from './response.ts';

export function agreePlan(
  life: DebtorLife,
  entry: ClaimEntry,
  path: Path,
  condition: ClaimCondition,
  day: number,
): void {
  const { random, draft, calendar, traits } = life;
  const wanted = effectOf('plan_offer', traits, condition);
  const agreed = day + random.integer(2, 10);
  if (agreed > calendar.lastDay || !random.chance(probability(1.1 * wanted - 1.2))) return;
  endPlan(life, path, agreed, 'cancelled');
  const instalments = random.integer(3, 8);
  const record: InstalmentPlan = {
    claimId: entry.claim.claimId,
    agreedOn: calendar.iso(agreed),
    instalmentCents: Math.ceil(path.balanceCents / instalments / 100) * 100,
    instalments,
    firstDueOn: addMonths(calendar.iso(agreed), 1),
    endedOn: null,
    ended: null,
    ...learnt(calendar, 'person', agreed),
  };
  draft.plans.push(record);
  path.plan = { record, paid: 0, missed: 0 };
}

/** Two instalments missed one after the other break a plan. */
export function missPlan(life: DebtorLife, path: Path, day: number): void {
  if (path.plan === null) return;
  path.plan.missed += 1;
  if (path.plan.missed >= 2) endPlan(life, path, day, 'broken');
}

export function endPlan(
  { draft, calendar }: DebtorLife,
  path: Path,
  day: number,
  ended: 'kept' | 'broken' | 'cancelled',
): void {
  if (path.plan === null) return;
  const { record } = path.plan;
  const endedOn = calendar.iso(Math.min(day, calendar.lastDay));
  // Whoever pays the last of it while the plan is still being agreed ends it on the day it begins.
  draft.plans[draft.plans.indexOf(record)] = {
    ...record,
    endedOn: endedOn < record.agreedOn ? record.agreedOn : endedOn,
    ended,
  };
  path.plan = null;
}
