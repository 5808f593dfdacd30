import type { Database } from '../../data/database.ts';
import type { Vault } from '../../data/vault.ts';
import type { MandateScope } from '../../scoring/safeguards/mandate.ts';
import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';

/** `dpo` is the data-protection officer; `analyst` works on scorecards, and sees no person. */
export const ROLES = [
  'customer',
  'planner',
  'officer',
  'member',
  'chair',
  'analyst',
  'auditor',
  'dpo',
  'admin',
  'integrator',
] as const;
export type Role = (typeof ROLES)[number];

/** Who acts. A customer acts for one person and sees only that person; `system` is the program itself. */
export type Actor =
  | { readonly kind: 'staff'; readonly staffId: number; readonly roles: readonly Role[] }
  | { readonly kind: 'customer'; readonly personId: number; readonly mandate?: ActingMandate }
  | { readonly kind: 'system' };

/** The mandate under which somebody acts for the person: valid at this request, and no wider than its scope. */
export interface ActingMandate {
  readonly mandateId: number;
  readonly representativeId: number;
  readonly scope: MandateScope;
}

/** What every action gets: storage, keys, the time and the actor. No action reads the clock itself. */
export interface ActionContext {
  readonly db: Database;
  readonly vault: Vault;
  readonly now: IsoInstant;
  readonly today: IsoDate;
  readonly actor: Actor;
  /** Where people reach the service; stands in notices. Absent where the installation has no public address. */
  readonly address?: string | null;
}
