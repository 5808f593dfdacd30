import type { HoldReason } from '../../scoring/safeguards/retention.ts';
import type { FieldError } from '../form.ts';
import type { Page } from '../page.ts';

/** What was let go and kept the last time, and who is held back, with the forms to hold and to lift. */
export interface RetentionContext {
  /** When it ran last; null before the first time. */
  readonly ranOn: string | null;
  readonly counts: readonly { readonly name: string; readonly value: string }[];
  readonly holds: readonly {
    readonly id: number;
    readonly reason: string;
    readonly note: string | null;
    readonly since: string;
    readonly reviewOn: string;
    /** The day to look at it again has come. */
    readonly isDue: boolean;
  }[];
  readonly rules: readonly {
    readonly controller: string;
    readonly href: string;
    /** Periods that were not checked against their source. */
    readonly unverified: readonly string[];
  }[];
  readonly mayAct: boolean;
  readonly form: {
    readonly values: Readonly<Record<string, string>>;
    readonly reasons: readonly { readonly value: HoldReason; readonly label: string }[];
    readonly errors: readonly FieldError[];
  };
}

export const retentionPage: Page<RetentionContext> = {
  name: 'retention',
  voice: 'staff',
  title: (_, { t }) => t('staff.retention.title'),
  section: 'retention',
};
