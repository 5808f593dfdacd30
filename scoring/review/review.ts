import type { IsoDate, IsoInstant } from '../portfolio/dates.ts';

export type ReviewState =
  | 'requested'
  | 'prepared'
  | 'before_committee'
  | 'decided'
  | 'notified'
  | 'withdrawn';

export type Verdict =
  | { readonly kind: 'uphold' }
  | { readonly kind: 'change'; readonly to: ChangedOutcome }
  | { readonly kind: 'send_back'; readonly missing: string };

/** What people may decide instead; shaped as the outcome it replaces. */
export type ChangedOutcome =
  | { readonly kind: 'approve'; readonly amountCents: number; readonly termMonths: number }
  | { readonly kind: 'decline' }
  | { readonly kind: 'measure'; readonly measure: string };

export interface Vote {
  readonly memberId: number;
  readonly castAt: IsoInstant;
  readonly verdict: Verdict;
  readonly reasons: string;
}

export interface CommitteeRules {
  readonly quorum: number;
  readonly majority: 'simple';
  readonly tie: 'person' | 'chair';
  readonly deadlineDays: number;
  readonly deadlineMonths: number;
}

export interface Review {
  readonly reviewId: number;
  readonly decisionId: number;
  readonly personId: number;
  readonly state: ReviewState;
  readonly requestedAt: IsoInstant;
  readonly dueOn: IsoDate;
  readonly suspendsOutcome: boolean;
}
