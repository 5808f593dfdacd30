import type { FieldError } from '../../review-ui/form.ts';
import { sizeText } from '../../review-ui/size.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { CONTEST_POINTS, type Grounds, RIGHT_CHARACTERS_AT_MOST } from '../../scoring/review/contest.ts';
import { type DocumentsAbout, listDocuments } from '../../data/stores/documents.ts';
import { listSignatureChecks } from '../../data/stores/signature-checks.ts';
import { type PapersAt, type PaperShown, presentPapers } from '../../review-ui/papers.ts';
import { checkSignatures } from '../actions/check-signatures.ts';
import { PAPER_BYTES_AT_MOST } from '../http/body.ts';
import type { Call, OpenCall } from '../http/route.ts';
import { PAPERS_AT_MOST, type PapersTaken } from '../papers.ts';

/** The points and data ticked in `partials/grounds`; what is right counts as ticked, too. */
export function groundsFrom(body: unknown): Grounds {
  const fields = Object.entries((body ?? {}) as Readonly<Record<string, unknown>>).flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()] as const] : [],
  );
  const wrong = new Map<string, string | null>();
  for (const [name, value] of fields) {
    const [, kind, characteristic] = /^(wrong|right)\.(.+)$/.exec(name) ?? [];
    if (characteristic === undefined) continue;
    wrong.set(characteristic, kind === 'right' ? value : (wrong.get(characteristic) ?? null));
  }
  const ticked = new Set(fields.map(([name]) => name));
  return {
    points: CONTEST_POINTS.filter((point) => ticked.has(`point.${point}`)),
    wrongData: [...wrong].map(([characteristic, right]) => ({ characteristic, right })),
  };
}

/** What is right is said in a few words: the person mends it, nothing is cut. */
export function groundsErrors({ language }: OpenCall, { wrongData }: Grounds): readonly FieldError[] {
  if (wrongData.every(({ right }) => (right?.length ?? 0) <= RIGHT_CHARACTERS_AT_MOST)) return [];
  const { t, number } = wordingFor(language);
  return [
    { field: 'wrongData', text: t('contest.rightTooLong', { most: number(RIGHT_CHARACTERS_AT_MOST) }) },
  ];
}

export function paperErrors({ language }: OpenCall, papers: PapersTaken): readonly FieldError[] {
  if (papers.kind === 'taken') return [];
  const wording = wordingFor(language);
  const values = {
    name: papers.name,
    size: sizeText(PAPER_BYTES_AT_MOST, wording),
    count: PAPERS_AT_MOST,
  };
  return [{ field: 'papers', text: wording.t(`customer.paper.${papers.because}`, values) }];
}

/** A browser keeps no file when a form comes back: whoever chose some is told to choose them again. */
export function withPapersAgain(
  { files, language }: Pick<OpenCall, 'files' | 'language'>,
  errors: readonly FieldError[],
): readonly FieldError[] {
  const sent = files.some(
    ({ field, filename, bytes }) => field === 'papers' && (filename !== '' || bytes > 0),
  );
  if (errors.length === 0 || !sent || errors.some(({ field }) => field === 'papers')) return errors;
  return [...errors, { field: 'papers', text: wordingFor(language).t('customer.paper.again') }];
}

/** Has the signatures of papers that were just kept checked. */
export function checkPapers(call: Call, documentIds: readonly number[]): Promise<number> {
  const { sivaUrl, sivaTimeoutMs } = call.services.configuration;
  return checkSignatures(call.context, { url: sivaUrl, timeoutMs: sivaTimeoutMs }, documentIds);
}

/** The papers of a review or a mandate with what is known of their signatures. */
export async function papersOf(
  { context: { db, vault }, language }: Call,
  about: DocumentsAbout,
  at: PapersAt,
): Promise<readonly PaperShown[]> {
  const papers = await listDocuments(db, vault, about);
  const checks = await listSignatureChecks(
    db,
    vault,
    papers.map(({ id }) => id),
  );
  return presentPapers(papers, checks, at, wordingFor(language));
}
