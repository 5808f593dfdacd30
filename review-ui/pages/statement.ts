import type { SupportNeed } from '../../scoring/safeguards/support-needs.ts';
import type { FieldError } from '../form.ts';
import type { Page } from '../page.ts';

/** Two ways to tell us something about a decision; each is kept as a statement that staff see with the case. */
export type StatementForm = 'correction' | 'facts';

export interface StatementContext {
  readonly form: StatementForm;
  readonly decisionId: number;
  readonly headline: string;
  readonly errors: readonly FieldError[];
  /** As typed before, when the form comes back. */
  readonly values: Readonly<Record<string, string>>;
  /** What a correction may be about: facts of the decision with the person's own value. */
  readonly facts: readonly { readonly value: string; readonly label: string }[];
  /** What help may be asked for, by its code. */
  readonly needs: readonly SupportNeed[];
  /** Whether words written beside a need are kept: where not, the person is told before they send them. */
  readonly keepsNotes: boolean;
  /** What was sent before about this decision, the newest first. */
  readonly sent: readonly { readonly date: string; readonly text: string }[];
}

export const statementPage: Page<StatementContext> = {
  name: 'statement',
  voice: 'customer',
  title: ({ form }, { t }) => t(`customer.${form}.title`),
  section: 'home',
};
