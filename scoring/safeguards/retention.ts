import { addMonths, type IsoDate } from '../portfolio/dates.ts';
import type { RetentionRule } from './controller-profile.ts';
import type { KeptSince, RecordGroup } from './processing.ts';

/** From when a period runs for one person: the day, "open" while it has not begun, null where there is nothing of the kind. */
export type Since = IsoDate | null;

/** What a person's records say of how long they are still needed. */
export interface PersonKept {
  readonly claimsEnded: Since;
  readonly contractsEnded: Since;
  readonly applicationsAnswered: Since;
  readonly decisionsEnded: Since;
  readonly reviewsAnswered: Since;
  readonly rightsAnswered: Since;
  readonly lastContactOn: IsoDate | null;
  /** Somebody has ordered that nothing goes: a court case, an inspection. */
  readonly held: boolean;
}

export const HOLD_REASONS = ['court_case', 'authority', 'complaint', 'audit'] as const;
/** Why somebody may order that nothing goes. */
export type HoldReason = (typeof HOLD_REASONS)[number];

export type PersonFate =
  | {
      readonly kind: 'kept';
      /** What still needs it the longest. */
      readonly because: RecordGroup | 'hold';
      /** Null: as long as it is open. */
      readonly until: IsoDate | null;
    }
  /** Every period is over. */
  | { readonly kind: 'let_go' };

/**
 * Whether what leads to a person may go: when the last period of the groups that end in a pseudonym is over, and
 * nobody has ordered a hold (GDPR art. 5(1)(e)). A person with nothing of those groups is kept since their last
 * contact, by the rule on contacts.
 */
export function fateOfPerson(kept: PersonKept, rules: readonly RetentionRule[], today: IsoDate): PersonFate {
  if (kept.held) return { kind: 'kept', because: 'hold', until: null };
  const reasons = rules.flatMap((rule): readonly Reason[] => {
    if (rule.then !== 'pseudonymise') return [];
    const since = sinceOf(kept, rule.records, rule.since);
    if (since === null) return [];
    if (since === 'open') return [{ because: rule.records, until: null }];
    return [{ because: rule.records, until: addMonths(since, rule.months) }];
  });
  const all = reasons.length > 0 ? reasons : contactsReason(kept, rules);
  const longest = all.reduce<Reason | null>(
    (known, each) => (known === null || lasts(each, known) ? each : known),
    null,
  );
  if (longest === null || (longest.until !== null && longest.until <= today)) return { kind: 'let_go' };
  return { kind: 'kept', ...longest };
}

interface Reason {
  readonly because: RecordGroup;
  readonly until: IsoDate | null;
}

function lasts(a: Reason, b: Reason): boolean {
  if (b.until === null) return false;
  return a.until === null || a.until > b.until;
}

function contactsReason(kept: PersonKept, rules: readonly RetentionRule[]): readonly Reason[] {
  const rule = rules.find(({ records }) => records === 'contacts');
  if (rule === undefined || kept.lastContactOn === null) return [];
  return [{ because: 'contacts', until: addMonths(kept.lastContactOn, rule.months) }];
}

function sinceOf(kept: PersonKept, records: RecordGroup, since: KeptSince): Since {
  switch (records) {
    case 'claims':
      return since === 'contract_end' ? kept.contractsEnded : kept.claimsEnded;
    case 'applications':
      return kept.applicationsAnswered;
    case 'decisions':
      return kept.decisionsEnded;
    case 'reviews':
      return kept.reviewsAnswered;
    case 'rights_requests':
      return kept.rightsAnswered;
    case 'contacts':
    case 'household':
    case 'register_copies':
    case 'consents':
    case 'offers':
    case 'accesses':
      return kept.lastContactOn;
  }
}

/** The lists of a person's file, and the group that each is kept and let go with; null: it goes with the last of them. */
const GROUP_OF_LIST = {
  person: null,
  status: null,
  claims: 'claims',
  claimEvents: 'claims',
  invoices: 'claims',
  payments: 'claims',
  plans: 'claims',
  promises: 'claims',
  contacts: 'contacts',
  measures: 'claims',
  publicRecords: 'register_copies',
  incomes: 'household',
  applications: 'applications',
  consents: 'consents',
  restrictions: null,
} as const satisfies Readonly<Record<string, RecordGroup | null>>;
export type FileList = keyof typeof GROUP_OF_LIST;

/** The rules by which records of a list go; none: they stay as long as anything else of the person. */
export function rulesOf(list: FileList, rules: readonly RetentionRule[]): readonly RetentionRule[] {
  return rules.filter(({ records }) => records === GROUP_OF_LIST[list]);
}

/** The groups whose rows go one by one, whatever else of the person stays. */
export const ROW_BY_ROW = [
  'contacts',
  'household',
  'register_copies',
  'consents',
  'offers',
  'accesses',
] as const;
export type RowGroup = (typeof ROW_BY_ROW)[number];

/** Copies of entries that ended in their register before this day go with them. Null: nothing is said of it. */
export function endedBefore(rules: readonly RetentionRule[], today: IsoDate): IsoDate | null {
  const months = rules.find(({ records }) => records === 'register_copies')?.sourceKeepsMonths ?? null;
  return months === null ? null : addMonths(today, -months);
}

/** Rows whose period began before this day are past it. Null: the controller says nothing of the group. */
export function pastBefore(group: RowGroup, rules: readonly RetentionRule[], today: IsoDate): IsoDate | null {
  const rule = rules.find(({ records, then }) => records === group && then === 'delete');
  return rule === undefined ? null : addMonths(today, -rule.months);
}
