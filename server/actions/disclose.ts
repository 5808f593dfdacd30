import { appendAuditEntry } from '../../data/audit/chain.ts';
import { profileOfPortfolio } from '../../data/profiles.ts';
import { findDecision } from '../../data/stores/decisions.ts';
import { insertDisclosure } from '../../data/stores/disclosures.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import { asOf } from '../../scoring/portfolio/as-of.ts';
import {
  type Disclosed,
  disclosureOf,
  type DisclosurePurpose,
  type DisclosureRefusal,
} from '../../scoring/safeguards/disclosure.ts';
import type { RecipientKind } from '../../scoring/safeguards/recipients.ts';
import type { ActionContext } from './action.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';
import { letterPerson } from './rights-letter.ts';

export interface DisclosureWanted {
  readonly decisionId: number;
  readonly recipient: { readonly kind: RecipientKind; readonly name: string };
  readonly purpose: DisclosurePurpose;
}

export type DisclosureFound =
  | (Extract<Disclosed, { kind: 'extent' }> & { readonly personId: number; readonly claimId: number })
  | { readonly kind: 'refused'; readonly because: DisclosureRefusal | 'not_allowed' | 'no_name' };

export type DisclosureMade =
  | { readonly kind: 'disclosed'; readonly disclosureId: number }
  | Extract<DisclosureFound, { kind: 'refused' }>;

/** Exactly what would go, before anything does. */
export async function previewDisclosure(
  context: ActionContext,
  { decisionId, recipient, purpose }: DisclosureWanted,
): Promise<DisclosureFound> {
  const { db, vault, today } = context;
  if (!hasRole(context, 'planner', 'officer', 'dpo')) return { kind: 'refused', because: 'not_allowed' };
  if (recipient.name.trim() === '') return { kind: 'refused', because: 'no_name' };
  const decision = await findDecision(db, vault, decisionId);
  if (decision === null || decision.claim_id === null) return { kind: 'refused', because: 'no_claim' };
  const personId = decision.person_id;
  const file = await readPersonFile(db, personId);
  const known = file && asOf(file, today);
  if (known === null) return { kind: 'refused', because: 'no_claim' };
  const person = await letterPerson(context, personId);
  const profile = await profileOfPortfolio(db, person.portfolioId);
  const asked = { claimId: decision.claim_id, recipient: recipient.kind, purpose };
  const found = disclosureOf(known, person.identity, asked, { today, said: profile });
  return found.kind === 'refused' ? found : { ...found, personId, claimId: decision.claim_id };
}

/** Keeps what goes and lets it go. What is allowed is asked anew: much can have changed since it was shown. */
export function disclose(context: ActionContext, wanted: DisclosureWanted): Promise<DisclosureMade> {
  return inTransaction(context, async (inner): Promise<DisclosureMade> => {
    const { db, vault, now, actor } = inner;
    const found = await previewDisclosure(inner, wanted);
    if (found.kind === 'refused') return found;
    const by = staffIdOf(inner);
    if (by === null) return { kind: 'refused', because: 'not_allowed' };
    const { personId, claimId, extent, legalBasis } = found;
    const { purpose } = wanted;
    const recipient = { kind: wanted.recipient.kind, name: wanted.recipient.name.trim() };
    const disclosureId = await insertDisclosure(db, vault, {
      personId,
      claimId,
      recipient,
      purpose,
      content: extent,
      legalBasis,
      by,
      at: now,
    });
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'disclosure.made',
      subject: { kind: 'disclosure', id: disclosureId },
      personId,
      details: { recipient: recipient.kind, purpose, extent: extent.map(({ field }) => field), legalBasis },
    });
    return { kind: 'disclosed', disclosureId };
  });
}
