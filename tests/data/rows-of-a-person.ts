import type { Database } from '../../data/database.ts';
import { NOW } from './small-portfolio.ts';

export interface Whose {
  readonly portfolioId: number;
  readonly personId: number;
  readonly claimId: number;
  readonly staffId: number;
  readonly reviewId: number;
  readonly documentId: number;
  readonly noticeId: number;
}

const DAY = '2025-06-01';
const SEALED = Buffer.from('sealed');

/** A row in each table of a person that the acts of a review do not fill. */
export async function insertRemainingRows(db: Database, whose: Whose): Promise<void> {
  const { portfolioId, personId, claimId, staffId, reviewId, documentId, noticeId } = whose;
  const person = { person_id: personId };
  const known = { portfolio_id: portfolioId, source: 'creditor', obtained_on: DAY, ...person };
  const ofClaim = { ...known, claim_id: claimId };
  const insert = async (table: string, row: object) => {
    const [made] = await db(table).insert(row).returning<{ id: number }[]>('*');
    return made?.id ?? 0;
  };
  await insert('customers', { ...person, username: `mari-${personId}`, created_at: NOW });
  await insert('claim_parties', { ...ofClaim, role: 'guarantor' });
  await insert('claim_events', { ...ofClaim, happened_on: DAY, kind: 'reminder' });
  await insert('plans', {
    ...ofClaim,
    ...{ agreed_on: DAY, instalment_cents: 100, instalments: 3, first_due_on: DAY },
  });
  await insert('promises', { ...ofClaim, happened_on: DAY, due_on: DAY, amount_cents: 100 });
  await insert('measures_taken', {
    ...ofClaim,
    ...{ happened_on: DAY, measure: 'letter', creditor_cost_cents: 1, debtor_cost_cents: 0 },
  });
  await insert('person_statuses', { ...known, kind: 'vulnerable', from_on: DAY });
  await insert('representatives', { ...known, kind: 'guardian', from_on: DAY });
  await insert('public_records', { ...known, kind: 'payment_default', happened_on: DAY });
  await insert('incomes', { ...known, kind: 'income', code: 'salary', monthly_cents: 1, from_on: DAY });
  await insert('applications', {
    ...{ ...known, application_number: `A-${personId}`, happened_on: DAY, lender: 'Näide OÜ' },
    ...{ product: 'loan', currency: 'EUR', amount_cents: 1, term_months: 12, annual_rate: 0.1 },
  });
  await insert('consents', { ...known, purpose: 'marketing', given_on: DAY });
  await insert('restrictions', { ...known, kind: 'restricted', from_on: DAY });
  await insert('support_needs', {
    ...{ ...person, need: 'no_calls', told_at: NOW, channel: 'phone', staff_id: staffId },
    ...{ basis_sealed: SEALED, review_on: DAY },
  });
  await insert('erased_parts', { ...person, part: 'contacts', erased_on: DAY });
  await insert('outcomes', { ...known, name: 'paid', happened_on: DAY, value: 1 });
  await insert('retention_holds', {
    ...person,
    reason: 'court',
    set_by: staffId,
    set_at: NOW,
    review_on: DAY,
  });
  await insert('control_rounds', { ...person, staff_id: staffId, seed: 1, on: DAY, opened_at: NOW });
  await insert('accesses', {
    ...{ ...person, staff_id: staffId, role: 'officer', what: 'case' },
    ...{ via: 'page', at: NOW, hour: NOW.slice(0, 13) },
  });
  const representative = await insert('representative_accounts', { created_at: NOW });
  await insert('mandates', {
    ...{ ...person, representative_id: representative, kind: 'guardian', scope: 'all', proof: 'id_document' },
    ...{ identity_sealed: SEALED, basis_sealed: SEALED, valid_from: DAY, recorded_by: staffId },
    recorded_at: NOW,
  });
  await insert('unheard_requests', {
    ...{ ...person, because: 'no_mandate', channel: 'phone', words_sealed: SEALED, at: NOW },
  });
  await insert('contests', { ...person, review_id: reviewId, at: NOW, channel: 'portal', points: '' });
  await insert('signature_checks', {
    ...{ ...person, document_id: documentId, at: NOW, result: 'valid', signatures: 1, valid: 1 },
  });
  await insert('review_minutes', {
    ...{ ...person, review_id: reviewId, made_at: NOW, language: 'et', sha256: 'x', pdf_sealed: SEALED },
  });
  await insert('deliveries', {
    ...{ ...person, notice_id: noticeId, channel: 'email', state: 'sent', tries: 1 },
  });
  await insert('answer_wishes', { ...person, review_id: reviewId, channel: 'email', at: NOW });
  const decision = await db('decisions').where(person).first<{ id: number }>('id');
  await insert('undos', {
    ...{
      ...person,
      decision_id: decision.id,
      replaced_by: decision.id,
      what: 'entry_removed',
      opened_at: NOW,
    },
  });
  const claim = await db('claims').where(person).first<{ id: number; portfolio_id: number }>();
  await insert('offers', {
    ...{ ...person, claim_id: claim.id, kind: 'pause', state: 'asked', asked_at: NOW },
    due_on: DAY,
  });
  await insert('disclosures', {
    ...{ ...person, claim_id: claim.id, recipient_kind: 'court', recipient_name: 'Harju Maakohus' },
    ...{ purpose: 'breach', extent: '[]', content_sealed: SEALED, legal_basis: 'GDPR art. 6(1)(f)' },
    ...{ disclosed_by: staffId, disclosed_at: NOW },
  });
  await insertRightsRows(db, whose);
}

/** A request to use a right and everything that hangs on it. */
async function insertRightsRows(db: Database, { personId, staffId }: Whose): Promise<void> {
  const [request] = await db('rights_requests')
    .insert({
      ...{ person_id: personId, right: 'rectification', channel: 'portal', state: 'answered' },
      ...{ language: 'et', received_at: NOW, due_on: '2026-04-02', asked_sealed: SEALED },
    })
    .returning<{ id: number }[]>('id');
  const of = { request_id: request?.id ?? 0, person_id: personId };
  await db('rights_events').insert({
    ...{ ...of, at: NOW, actor_kind: 'system', event: 'request', to_state: 'answered' },
  });
  await db('record_corrections').insert({
    ...{ ...of, table_name: 'payments', record_id: 1, act: 'remove', before_sealed: SEALED },
    ...{ staff_id: staffId, at: NOW },
  });
  await db('recipients_to_tell').insert({ ...of, kind: 'creditor' });
  await db('consent_choices').insert({
    ...{ person_id: personId, purpose: 'marketing', choice: 'given', wording_version: 1 },
    ...{ language: 'et', channel: 'portal', at: NOW },
  });
}
