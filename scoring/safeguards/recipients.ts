import type { PersonFile } from '../portfolio/records.ts';
import type { Recipient as RecipientKind } from './processing.ts';

export type { RecipientKind };

/** Who got data of a person, by name where we know it (C-154/21: who they are, not only of what sort). */
export interface Recipient {
  readonly kind: RecipientKind;
  readonly name: string | null;
}

/** Which measure hands data to whom. */
const HANDS_TO: Readonly<Record<string, RecipientKind>> = {
  payment_order: 'court',
  lawsuit: 'court',
  bankruptcy_petition: 'court',
  bailiff: 'bailiff',
  bureau_listing: 'credit_register',
  debt_sale: 'new_creditor',
  assign_abroad: 'collector_abroad',
};

/**
 * From the records: the creditors we act for, whoever a measure that was taken has gone to, and whoever a disclosure
 * names. One without a name stays beside a named one of its kind: they need not be the same.
 */
export function recipientsOf(
  file: Pick<PersonFile, 'claims' | 'measures'>,
  disclosed: readonly Recipient[],
): readonly Recipient[] {
  const found = new Map<string, Recipient>();
  const add = (recipient: Recipient): void => {
    found.set(`${recipient.kind} ${recipient.name ?? ''}`, recipient);
  };
  for (const claim of file.claims) {
    if (claim.ownership === 'commission') add({ kind: 'creditor', name: claim.creditor });
  }
  for (const { measure } of file.measures) {
    const kind = HANDS_TO[measure];
    if (kind !== undefined) add({ kind, name: null });
  }
  for (const { kind, name } of disclosed) add({ kind, name });
  return [...found.values()];
}
