import type { Database } from '../database.ts';
import { personRefIndex } from '../identity.ts';
import type { Vault } from '../vault.ts';

export interface KnownClaim {
  readonly claimId: number;
  readonly personId: number;
}

export interface KnownApplication {
  readonly applicationId: number;
  readonly personId: number;
}

/** Enough for a chunk many times over; ledgers are mostly sorted, so that neighbours ask for the same references. */
const MOST_KEPT = 100_000;
const ASKED_AT_ONCE = 5_000;

/**
 * The ids of persons, claims and applications by the names their senders know them by, in one portfolio. Looked up in
 * bulk and kept within a bound, so that a file of any size imports in constant memory.
 */
export class RecordReferences {
  readonly #portfolioId: number;
  readonly #vault: Vault;
  readonly #persons = new Map<string, number>();
  readonly #claims = new Map<string, KnownClaim>();
  readonly #applications = new Map<string, KnownApplication>();

  constructor(portfolioId: number, vault: Vault) {
    this.#portfolioId = portfolioId;
    this.#vault = vault;
  }

  person(ref: string): number | undefined {
    return this.#persons.get(ref);
  }

  claim(number: string): KnownClaim | undefined {
    return this.#claims.get(number);
  }

  application(number: string): KnownApplication | undefined {
    return this.#applications.get(number);
  }

  rememberPerson(ref: string, personId: number): void {
    this.#persons.set(ref, personId);
  }

  rememberClaim(number: string, claim: KnownClaim): void {
    this.#claims.set(number, claim);
  }

  rememberApplication(number: string, application: KnownApplication): void {
    this.#applications.set(number, application);
  }

  /** Looks up those not kept yet. What is not found stays unknown and is asked for again next time. */
  async look(
    db: Database,
    wanted: {
      readonly persons: ReadonlySet<string>;
      readonly claims: ReadonlySet<string>;
      readonly applications: ReadonlySet<string>;
    },
  ): Promise<void> {
    for (const kept of [this.#persons, this.#claims, this.#applications]) {
      if (kept.size > MOST_KEPT) kept.clear();
    }
    for (const refs of parts(missingIn(this.#persons, wanted.persons))) await this.#findPersons(db, refs);
    for (const numbers of parts(missingIn(this.#claims, wanted.claims))) await this.#findClaims(db, numbers);
    for (const numbers of parts(missingIn(this.#applications, wanted.applications))) {
      await this.#findApplications(db, numbers);
    }
  }

  async #findPersons(db: Database, refs: readonly string[]): Promise<void> {
    const refOf = new Map(refs.map((ref) => [personRefIndex(this.#vault, ref), ref]));
    const rows = (await db('persons')
      .select('id', 'person_ref_index')
      .where({ portfolio_id: this.#portfolioId })
      .whereIn('person_ref_index', [...refOf.keys()])) as readonly { id: number; person_ref_index: string }[];
    for (const row of rows) this.#persons.set(refOf.get(row.person_ref_index)!, row.id);
  }

  async #findClaims(db: Database, numbers: readonly string[]): Promise<void> {
    const rows = (await db('claims')
      .select('id', 'person_id', 'claim_number')
      .where({ portfolio_id: this.#portfolioId })
      .whereIn('claim_number', numbers)) as readonly {
      id: number;
      person_id: number;
      claim_number: string;
    }[];
    for (const row of rows) {
      this.#claims.set(row.claim_number, { claimId: row.id, personId: row.person_id });
    }
  }

  async #findApplications(db: Database, numbers: readonly string[]): Promise<void> {
    const rows = (await db('applications')
      .select('id', 'person_id', 'application_number')
      .where({ portfolio_id: this.#portfolioId })
      .whereIn('application_number', numbers)) as readonly {
      id: number;
      person_id: number;
      application_number: string;
    }[];
    for (const row of rows) {
      this.#applications.set(row.application_number, { applicationId: row.id, personId: row.person_id });
    }
  }
}

function missingIn(kept: ReadonlyMap<string, unknown>, wanted: ReadonlySet<string>): readonly string[] {
  return [...wanted].filter((name) => !kept.has(name));
}

function parts(names: readonly string[]): readonly (readonly string[])[] {
  const cut: string[][] = [];
  for (let at = 0; at < names.length; at += ASKED_AT_ONCE) cut.push(names.slice(at, at + ASKED_AT_ONCE));
  return cut;
}
