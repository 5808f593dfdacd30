import type { Page } from '../page.ts';

/** Three questions to read out; what the caller says is typed in, and the program compares. */
export interface ControlQuestionsContext {
  readonly personId: number;
  readonly roundId: number;
  readonly questions: readonly { readonly name: string; readonly label: string; readonly hint: string }[];
}

export const controlQuestionsPage: Page<ControlQuestionsContext> = {
  name: 'control-questions',
  voice: 'staff',
  title: (_, { t }) => t('identity-staff.control.title'),
};
