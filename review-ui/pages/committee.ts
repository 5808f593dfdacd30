import type { FieldError } from '../form.ts';
import type { Page } from '../page.ts';
import type { Table } from '../table.ts';
import type { Option } from './review-queue.ts';

/** Who decides contested cases, and whether their review is real. */
export interface CommitteeContext {
  readonly appointments: Table;
  /** How many may be drawn today, in a sentence, and what to do where somebody may not for want of training. */
  readonly standing: { readonly text: string; readonly untrained: string | null };
  /** Null for who may only look. */
  readonly appoint: {
    readonly staff: readonly Option[];
    readonly seats: readonly Option[];
    readonly values: Readonly<Record<string, string>>;
    readonly errors: readonly FieldError[];
    /** Appointments that can be ended. */
    readonly standing: readonly Option[];
  } | null;
  readonly measured: {
    /** What was decided and how much of it changed, in a sentence. */
    readonly changed: string;
    readonly warnings: readonly string[];
    readonly members: Table;
    readonly thresholds: string;
  };
  /** Leads to what people overturn; null for who may not see it. */
  readonly overrides: string | null;
}

export const committeePage: Page<CommitteeContext> = {
  name: 'committee',
  voice: 'staff',
  title: (_, { t }) => t('committee.title'),
  section: 'committee',
};
