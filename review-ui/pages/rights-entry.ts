import type { FieldError } from '../form.ts';
import type { Page } from '../page.ts';

interface Option {
  readonly value: string;
  readonly label: string;
}

/** A request that a member of staff takes down, with how the person showed who they are. */
export interface RightsEntryContext {
  readonly portfolios: readonly Option[];
  readonly rights: readonly Option[];
  readonly channels: readonly Option[];
  readonly methods: readonly Option[];
  readonly grounds: readonly Option[];
  readonly consents: readonly Option[];
  readonly values: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

export const rightsEntryPage: Page<RightsEntryContext> = {
  name: 'rights-entry',
  voice: 'staff',
  section: 'desk',
  title: (_, { t }) => t('desk.entry.title'),
};
