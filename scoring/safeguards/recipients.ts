import type { PersonFile } from '../portfolio/records.ts';

export const RECIPIENT_KINDS = [
  'creditor',
  'court',
  'bailiff',
  'credit_register',
  'new_creditor',
  'collector_abroad',
] as const;
export type RecipientKind = (typeof RECIPIENT_KINDS)[number];

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

/** From the records: the creditors we act for, and whoever a measure that was taken has gone to. */
export function recipientsOf(file: Pick<PersonFile, 'claims' | 'measures'>): readonly Recipient[] {
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
  return [...found.values()];
}
