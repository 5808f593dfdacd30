import { appendAuditEntry } from '../../data/audit/chain.ts';
import { personalCodeIndex, type RepresentativeIdentity } from '../../data/identity.ts';
import { acceptedFrom } from '../../data/profiles.ts';
import { insertDocument } from '../../data/stores/documents.ts';
import { insertIdentityProof } from '../../data/stores/identity-proofs.ts';
import { insertMandate } from '../../data/stores/mandates.ts';
import { saveRepresentativeAccount } from '../../data/stores/representative-accounts.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import {
  channelOf,
  type ProofMethod,
  representativeProofs,
} from '../../scoring/safeguards/identity-proof.ts';
import { faultOfMandate, type MandateDraft, type MandateFault } from '../../scoring/safeguards/mandate.ts';
import type { ActionContext } from './action.ts';
import type { PaperGiven } from './keep-words.ts';
import { hasRole, inTransaction, staffIdOf } from './review-case.ts';

export interface MandateGiven extends MandateDraft {
  readonly personId: number;
  readonly identity: RepresentativeIdentity;
  /** Of the representative, for signing in by an identity provider. */
  readonly personalCode: string | null;
  readonly proof: ProofMethod;
  readonly basis: string;
  /** The court ruling, the deed, the letter. */
  readonly papers: readonly PaperGiven[];
}

export type MandateRecorded =
  | { readonly kind: 'recorded'; readonly mandateId: number; readonly documentIds: readonly number[] }
  | {
      readonly kind: 'refused';
      readonly because: MandateFault | 'not_allowed' | 'no_person' | 'not_their_claim' | 'wrong_proof';
    };

/** An officer writes down who acts for a person and what shows it. It opens nothing until a second person confirms it. */
export function recordMandate(
  context: ActionContext,
  { papers, ...given }: MandateGiven,
): Promise<MandateRecorded> {
  return inTransaction(context, async (inner): Promise<MandateRecorded> => {
    const { db, vault, now, actor } = inner;
    const staffId = staffIdOf(inner);
    if (staffId === null || !hasRole(inner, 'officer')) return refused('not_allowed');
    const file = await readPersonFile(db, given.personId);
    if (file === null) return refused('no_person');
    const fault = faultOfMandate(given, file.person);
    if (fault !== null) return refused(fault);
    if (!representativeProofs(await acceptedFrom(db, given.personId)).includes(given.proof))
      return refused('wrong_proof');
    const { scope } = given;
    if (scope.kind === 'claim' && !file.claims.some(({ claimId }) => claimId === scope.claimId)) {
      return refused('not_their_claim');
    }
    const code = given.personalCode;
    const index = code === null ? null : personalCodeIndex(vault, code);
    const representativeId = await saveRepresentativeAccount(db, index, now);
    const mandateId = await insertMandate(db, vault, {
      ...given,
      representativeId,
      recordedBy: staffId,
      recordedAt: now,
    });
    const { personId, proof: method } = given;
    await insertIdentityProof(db, vault, {
      ...{ personId, mandateId, channel: channelOf(method), method, passed: true },
      ...{ staffId, at: now, note: null },
    });
    const documentIds: number[] = [];
    for (const paper of papers) {
      const about = { personId, reviewId: null, statementId: null, mandateId, uploadedAt: now };
      documentIds.push(await insertDocument(db, vault, { ...paper, ...about }));
    }
    await appendAuditEntry(db, {
      at: now,
      actor,
      action: 'mandate.recorded',
      subject: { kind: 'mandate', id: mandateId },
      personId: given.personId,
      details: { kind: given.kind, scope: scope.kind, proof: given.proof, papers: documentIds.length },
    });
    return { kind: 'recorded', mandateId, documentIds };
  });
}

function refused(because: Extract<MandateRecorded, { kind: 'refused' }>['because']): MandateRecorded {
  return { kind: 'refused', because };
}
