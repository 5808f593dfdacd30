import { needsOfPersons } from '../../data/stores/support-needs.ts';
import type { Notice } from '../../data/stores/notices.ts';
import { noticeDocument } from '../../review-ui/notice-document.ts';
import { documentPdf } from '../../review-ui/pdf/document.ts';
import type { ActionContext } from './action.ts';

/** A notice as the letter that its person gets: in its language, and in large print for whoever asked for that. */
export async function letterPdf(
  { db, today }: Pick<ActionContext, 'db' | 'today'>,
  notice: Notice,
  addressee: Parameters<typeof noticeDocument>[1],
): Promise<Buffer> {
  const needs = (await needsOfPersons(db, [notice.personId], today)).get(notice.personId) ?? [];
  return documentPdf(
    noticeDocument(notice, addressee),
    notice.language,
    needs.includes('large_print') ? 'large' : 'usual',
  );
}
