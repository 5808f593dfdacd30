import { readFile } from 'node:fs/promises';
import { PAPER_BYTES_AT_MOST, type UploadedFile } from './http/body.ts';
import { isOfTwoKinds, isWhole, mediaTypeOf, SIGNED_CONTAINER } from './paper-kinds.ts';
import { readContainer } from './signed-container.ts';

export const PAPERS_AT_MOST = 5;

export interface Paper {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

export type PaperFault =
  | 'empty'
  | 'unknown_type'
  | 'too_large'
  | 'too_many'
  /** Cut short, or not what its first bytes say. */
  | 'damaged'
  | 'two_kinds'
  /** A container of so much that nobody can have meant it as a paper. */
  | 'too_much_inside'
  | 'odd_names';

export type PapersTaken =
  | { readonly kind: 'taken'; readonly papers: readonly Paper[] }
  | { readonly kind: 'refused'; readonly because: PaperFault; readonly name: string };

/** Takes the papers of a form: few, small, and each of a kind that its own bytes prove. What the sender says of the kind is not believed. */
export async function takePapers(files: readonly UploadedFile[], field: string): Promise<PapersTaken> {
  // A file input left alone arrives as a nameless empty file.
  const sent = files.filter((file) => file.field === field && (file.filename !== '' || file.bytes > 0));
  if (sent.length > PAPERS_AT_MOST) return { kind: 'refused', because: 'too_many', name: '' };
  const papers: Paper[] = [];
  for (const file of sent) {
    const name = paperName(file.filename);
    if (file.bytes > PAPER_BYTES_AT_MOST) return { kind: 'refused', because: 'too_large', name };
    const content = await readFile(file.path);
    const mediaType = mediaTypeOf(content);
    const because = await faultOf(content, mediaType);
    if (because !== null || mediaType === null) {
      return { kind: 'refused', because: because ?? 'unknown_type', name };
    }
    papers.push({ name: withEnding(name, mediaType), mediaType, content });
  }
  return { kind: 'taken', papers };
}

async function faultOf(content: Buffer, mediaType: string | null): Promise<PaperFault | null> {
  if (content.length === 0) return 'empty';
  if (mediaType === null) return 'unknown_type';
  if (isOfTwoKinds(content, mediaType)) return 'two_kinds';
  if (!isWhole(content, mediaType)) return 'damaged';
  if (mediaType !== SIGNED_CONTAINER) return null;
  const container = await readContainer(content);
  return container.kind === 'sound' ? null : container.because;
}

const ENDINGS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'application/pdf': ['.pdf'],
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/webp': ['.webp'],
  'image/heic': ['.heic', '.heif'],
  [SIGNED_CONTAINER]: ['.asice', '.bdoc', '.sce'],
};

/** Whoever downloads it opens it by its ending: a page called a PDF inside must not come back as `letter.html`. */
function withEnding(name: string, mediaType: string): string {
  const endings = ENDINGS[mediaType] ?? ['.bin'];
  return endings.some((ending) => name.toLowerCase().endsWith(ending)) ? name : `${name}${endings[0]}`;
}

/** The last part of whatever path the sender's machine used, without control characters or signs that turn the order of letters. */
function paperName(filename: string): string {
  const last = filename.split(/[/\\]/).at(-1) ?? '';
  const clean = [...last.replaceAll(/\p{C}/gu, '').trim()].slice(0, 120).join('');
  return /^\.*$/.test(clean) ? 'paper' : clean;
}
