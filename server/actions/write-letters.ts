import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { appendAuditEntry } from '../../data/audit/chain.ts';
import { makeFolder } from '../../data/files/make-folder.ts';
import {
  type Delivery,
  insertMissingDeliveries,
  listDeliveriesOfBatch,
  listOpenBatches,
  takeBatch,
  updateDelivery,
} from '../../data/stores/deliveries.ts';
import { findNotice, updateNoticeSent, updatePortalNoticesSent } from '../../data/stores/notices.ts';
import { readAddressee } from '../../data/views/addressees.ts';
import type { ActionContext } from './action.ts';
import { letterPdf } from './letter-pdf.ts';

export interface LettersWritten {
  /** Folders with letters and their manifest, ready for the print house. */
  readonly batches: readonly string[];
  readonly letters: number;
  /** Persons without a postal address: their notices stay in the outbox. */
  readonly withoutAddress: number;
}

interface Manifest {
  readonly batch: string;
  readonly letters: readonly { readonly file: string; readonly notice: number; readonly sha256: string }[];
}

const LETTERS_A_BATCH = 1000;

/**
 * Writes what waits as letters into `folder`: a batch is a folder with one PDF a letter and a manifest of their
 * SHA-256. A batch that was cut off is finished first under its own name, with the same bytes: no letter is written
 * into two batches, and none is marked as sent whose file is not there.
 */
export async function writeLetters(context: ActionContext, folder: string): Promise<LettersWritten> {
  const { db, now, today } = context;
  makeFolder(folder);
  await updatePortalNoticesSent(db, now);
  const batches: string[] = [];
  const counts = { letters: 0, withoutAddress: 0 };
  const finish = async (batch: string): Promise<void> => {
    const done = await finishBatch(context, folder, batch);
    counts.letters += done.letters;
    counts.withoutAddress += done.withoutAddress;
    if (done.letters > 0) batches.push(batch);
  };
  for (const batch of await listOpenBatches(db)) await finish(batch);
  await insertMissingDeliveries(db, 'letter', now);
  for (;;) {
    const batch = await db.transaction((inner) =>
      takeBatch(inner, (first) => `letters-${today}-${first}`, now, LETTERS_A_BATCH),
    );
    if (batch === null) return { batches, ...counts };
    await finish(batch);
  }
}

async function finishBatch(
  context: ActionContext,
  folder: string,
  batch: string,
): Promise<Omit<LettersWritten, 'batches'>> {
  const { db, now, actor } = context;
  const deliveries = await listDeliveriesOfBatch(db, batch);
  const home = path.join(folder, batch);
  const manifest = existsSync(home)
    ? (JSON.parse(await readFile(path.join(home, 'manifest.json'), 'utf8')) as Manifest)
    : await writeBatch(context, home, batch, deliveries);
  const written = new Map(manifest.letters.map(({ notice, sha256 }) => [notice, sha256]));
  await db.transaction(async (inner) => {
    for (const delivery of deliveries) {
      const sha256 = written.get(delivery.noticeId);
      if (sha256 === undefined) {
        await updateDelivery(inner, delivery.deliveryId, ['sending'], {
          state: 'failed',
          doneAt: now,
          failure: 'no_address',
        });
        continue;
      }
      await updateDelivery(inner, delivery.deliveryId, ['sending'], { state: 'sent', doneAt: now, sha256 });
      await updateNoticeSent(inner, delivery.noticeId, 'sent', now);
    }
    await appendAuditEntry(inner, {
      at: now,
      actor,
      action: 'notices.letters_written',
      subject: { kind: 'notice', id: null },
      details: { batch, letters: written.size },
    });
  });
  return { letters: written.size, withoutAddress: deliveries.length - written.size };
}

/** Written beside and then named: a folder with the batch's name is whole. */
async function writeBatch(
  context: ActionContext,
  home: string,
  batch: string,
  deliveries: readonly Delivery[],
): Promise<Manifest> {
  const partial = `${home}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  const letters: Manifest['letters'][number][] = [];
  for (const { noticeId } of deliveries) {
    const pdf = await letterOf(context, noticeId);
    if (pdf === null) continue;
    const file = `notice-${noticeId}.pdf`;
    await writeFile(path.join(partial, file), pdf, { mode: 0o600 });
    letters.push({ file, notice: noticeId, sha256: createHash('sha256').update(pdf).digest('hex') });
  }
  const manifest: Manifest = { batch, letters };
  if (letters.length === 0) {
    await rm(partial, { recursive: true });
    return manifest;
  }
  await writeFile(path.join(partial, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, {
    mode: 0o600,
  });
  await rename(partial, home);
  return manifest;
}

async function letterOf(context: ActionContext, noticeId: number): Promise<Buffer | null> {
  const { db, vault } = context;
  const notice = await findNotice(db, vault, noticeId);
  const addressee = notice === null ? null : await readAddressee(db, vault, notice);
  if (notice === null || addressee?.address == null) return null;
  return letterPdf(context, notice, addressee);
}
