import { appendAuditEntry } from '../../data/audit/chain.ts';
import { findDocument } from '../../data/stores/documents.ts';
import { insertSignatureCheck } from '../../data/stores/signature-checks.ts';
import { SIGNED_CONTAINER } from '../paper-kinds.ts';
import { type SignatureService, validateSignatures } from '../signature-service.ts';
import type { ActionContext } from './action.ts';

/**
 * Asks the validation service about the signed containers among the papers, and keeps what it says. The papers are kept
 * before, so that a service that is slow or down costs nobody their paper; how many were asked about is the answer.
 */
export async function checkSignatures(
  context: ActionContext,
  service: SignatureService,
  documentIds: readonly number[],
): Promise<number> {
  const { db, vault, now, actor } = context;
  let asked = 0;
  for (const documentId of documentIds) {
    const document = await findDocument(db, vault, documentId);
    if (document === null || document.mediaType !== SIGNED_CONTAINER) continue;
    const report = await validateSignatures(service, document.content);
    const { personId } = document;
    const found = { signatures: 0, valid: 0, signers: [], ...report };
    await db.transaction(async (transaction) => {
      await insertSignatureCheck(transaction, vault, { documentId, personId, at: now, ...found });
      await appendAuditEntry(transaction, {
        at: now,
        actor,
        action: 'document.signatures',
        subject: { kind: 'document', id: documentId },
        personId,
        details: { result: report.result, signatures: found.signatures, valid: found.valid },
      });
    });
    asked += 1;
  }
  return asked;
}
