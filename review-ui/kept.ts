import type { RetentionRule } from '../scoring/safeguards/controller-profile.ts';
import { type FileList, rulesOf } from '../scoring/safeguards/retention.ts';
import type { Wording } from './wording.ts';

/** "7 years", "18 months" */
export function periodWords(months: number, t: Wording['t']): string {
  return months % 12 === 0
    ? t('privacy.years', { count: months / 12 })
    : t('privacy.months', { count: months });
}

/** How long records of one list are kept, as the notice of privacy says it: "7 years from the end of the contract". */
export function keptWords(list: FileList, rules: readonly RetentionRule[], { t }: Wording): string {
  if (rules.length === 0) return t('customer.data.noEnd');
  const applying = rulesOf(list, rules);
  if (applying.length === 0) return t('customer.data.withTheRest');
  return applying
    .map(({ months, since }) =>
      t('customer.data.keptFor', {
        period: periodWords(months, t),
        since: t(`privacy.sinceWords.${since}`),
      }),
    )
    .join('; ');
}
