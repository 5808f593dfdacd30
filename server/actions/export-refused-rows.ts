import { Readable } from 'node:stream';
import { appendAuditEntry } from '../../data/audit/chain.ts';
import { writeRefusedRows } from '../../data/files/refused-rows.ts';
import { findImport, readRefusedRows } from '../../data/stores/imports.ts';
import type { ActionContext } from './action.ts';

export type RefusedRowsExported =
  | { readonly kind: 'file'; readonly fileName: string; readonly mediaType: string; readonly bytes: Readable }
  | { readonly kind: 'none' };

/** The refused rows of an import as a file to mend and send again; `none` where there are none, or no such import. */
export async function exportRefusedRows(
  { db, vault, now, actor }: ActionContext,
  importId: number,
): Promise<RefusedRowsExported> {
  const found = await findImport(db, importId);
  if (found === null || found.progress.refused === 0) return { kind: 'none' };
  await db.transaction(async (transaction) => {
    await appendAuditEntry(transaction, {
      at: now,
      actor,
      action: 'import.refused_rows_exported',
      subject: { kind: 'import', id: importId },
      details: { rows: found.progress.refused },
    });
  });
  const text = writeRefusedRows(found, readRefusedRows(db, vault, importId));
  return {
    kind: 'file',
    fileName: `${found.fileName.replace(/\.csv$/i, '')}.refused.csv`,
    mediaType: 'text/csv; charset=utf-8',
    bytes: Readable.from(text, { objectMode: false }),
  };
}
