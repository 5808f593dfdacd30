import { allocateIds, insertMany, type Row } from '../../data/bulk.ts';
import type { Database } from '../../data/database.ts';
import { personRefIndex, sealIdentity } from '../../data/identity.ts';
import { type DecisionRow, sealDecision } from '../../data/stores/decisions.ts';
import { insertPortfolio } from '../../data/stores/portfolios.ts';
import { insertStaff } from '../../data/stores/staff.ts';
import type { Vault } from '../../data/vault.ts';
import type { Decision } from '../../scoring/decision/decision.ts';

export const NOW = '2026-03-02T10:00:00.000Z';
export const AS_OF = '2026-03-01';

const KNOWN = { source: 'creditor', obtained_on: '2025-06-01', valid_until: null };

export interface SmallPortfolio {
  readonly portfolioId: number;
  readonly personIds: readonly number[];
  /** One a person, in the same order. */
  readonly claimIds: readonly number[];
}

/** What people and firms are called; a test of awkward names brings its own. */
export interface Called {
  readonly controller: string;
  readonly person: string;
  readonly address: string;
}

export const CALLED: Called = { controller: 'Näide OÜ', person: 'Mari Maasikas', address: 'Kase' };

/** Persons with a name, each with one claim, two invoices out of order, a payment and a contact. */
export async function insertSmallPortfolio(
  db: Database,
  vault: Vault,
  persons = 3,
  called: Called = CALLED,
): Promise<SmallPortfolio> {
  const { id: portfolioId } = await insertPortfolio(db, {
    name: 'small',
    controller: called.controller,
    kind: 'collection',
    jurisdiction: 'EE',
    policy: null,
    sample: false,
    createdAt: NOW,
  });
  const personIds = await allocateIds(db, 'persons', persons);
  const keys = await vault.createKeys(db, personIds);
  await insertMany(
    db,
    'persons',
    [...keys.values()].map((key, at) => ({
      id: key.personId,
      portfolio_id: portfolioId,
      person_ref_index: personRefIndex(vault, `P${at + 1}`),
      identifier_index: null,
      jurisdiction: 'EE',
      language: 'et',
      adult_on: null,
      person_kind: 'natural',
      ...KNOWN,
      identity_sealed: sealIdentity(vault, key, {
        personRef: `P${at + 1}`,
        name: `${called.person} ${at + 1}`,
        personalCode: null,
        email: `mari${at + 1}@example.com`,
        phone: null,
        address: `${called.address} ${at + 1}, Tallinn`,
      }),
    })),
  );
  const claimIds = await allocateIds(db, 'claims', persons);
  const of = (at: number): Row => ({
    portfolio_id: portfolioId,
    person_id: personIds[at] ?? null,
    claim_id: claimIds[at] ?? null,
    ...KNOWN,
  });
  await insertMany(
    db,
    'claims',
    claimIds.map((id, at) => ({
      ...claimRow(id, portfolioId, personIds[at] ?? 0),
      creditor: called.controller,
    })),
  );
  const each = (rows: (at: number) => readonly Row[]): readonly Row[] =>
    personIds.flatMap((_, at) => rows(at));
  await insertMany(
    db,
    'invoices',
    each((at) => [
      { ...of(at), external_id: `I${at}-2`, ...invoice('2025-02-01') },
      { ...of(at), external_id: `I${at}-1`, ...invoice('2025-01-01') },
    ]),
  );
  await insertMany(
    db,
    'payments',
    each((at) => [paymentRow(of(at), `B${at}`)]),
  );
  await insertMany(
    db,
    'contacts',
    each((at) => [
      {
        ...of(at),
        external_id: `K${at}`,
        happened_on: '2025-05-01',
        channel: 'call',
        direction: 'out',
        result: 'reached',
      },
    ]),
  );
  return { portfolioId, personIds, claimIds };
}

export function paymentRow(of: Row, externalId: string): Row {
  return { ...of, external_id: externalId, happened_on: '2025-03-01', amount_cents: 2500, reversed_on: null };
}

function invoice(issuedOn: string): Row {
  return { issued_on: issuedOn, due_on: '2025-03-01', amount_cents: 5000, reported_months_late: null };
}

export function claimRow(id: number, portfolioId: number, personId: number): Row {
  return {
    id,
    portfolio_id: portfolioId,
    external_id: `C${id}`,
    person_id: personId,
    claim_number: `C${id}`,
    creditor: 'Näide OÜ',
    ownership: 'commission',
    product: 'loan',
    consumer: 1,
    currency: 'EUR',
    principal_cents: 10_000,
    interest_cents: 0,
    costs_cents: 0,
    credit_limit_cents: null,
    opened_on: '2025-01-01',
    due_on: '2025-03-01',
    contract_ended_on: null,
    limitation_on: null,
    ...KNOWN,
  };
}

export function decisionOf(personId: number, claimId: number): Decision {
  return {
    kind: 'collection',
    inputs: {
      case: { kind: 'claim', claimId },
      caseNumber: `C${claimId}`,
      personId,
      jurisdiction: 'EE',
      language: 'et',
      asOf: AS_OF,
      currency: 'EUR',
      values: { days_past_due: 365, balance: 7500 },
      evidence: {},
    },
    policy: { id: 'collection-ee', version: 1, fingerprint: 'f'.repeat(64) },
    scores: [],
    rules: [],
    measures: [],
    affordability: null,
    outcome: { kind: 'measure', measure: 'reminder_email', release: 'automatic' },
  };
}

export async function decisionRowOf(
  db: Database,
  vault: Vault,
  portfolioId: number,
  personId: number,
  claimId: number,
  runId: number | null = null,
): Promise<DecisionRow> {
  return {
    portfolio_id: portfolioId,
    run_id: runId,
    person_id: personId,
    claim_id: claimId,
    application_id: null,
    kind: 'collection',
    as_of: AS_OF,
    decided_at: NOW,
    decided_by: 'program',
    replaces_decision_id: null,
    outcome_kind: 'measure',
    measure: 'reminder_email',
    amount_cents: 7500,
    term_months: null,
    probability: 0.25,
    points: 480,
    expected_net_cents: 1800,
    debtor_cost_cents: 0,
    days_past_due: 365,
    phase: 'amicable',
    release_class: 'automatic',
    policy_id: 'collection-ee',
    policy_version: 1,
    scorecard_fingerprints: '',
    inputs_sealed: sealDecision(vault, await vault.keyFor(db, personId), decisionOf(personId, claimId)),
  };
}

export function insertMember(db: Database, username: string): Promise<number> {
  return insertStaff(db, {
    username,
    displayName: username,
    passwordHash: null,
    roles: ['member'],
    language: 'et',
    demo: false,
    createdAt: NOW,
  });
}
