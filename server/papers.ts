import { readFile } from 'node:fs/promises';
import { PAPER_BYTES_AT_MOST, type UploadedFile } from './http/body.ts';

export const PAPERS_AT_MOST = 5;

export interface Paper {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

export type PaperFault = 'empty' | 'unknown_type' | 'too_large' | 'too_many';

export type PapersTaken =
  | { readonly kind: 'taken'; readonly papers: readonly Paper[] }
  | { readonly kind: 'refused'; readonly because: PaperFault; readonly name: string };

/** Takes the papers of a form: few, small, and each of a kind that its own bytes prove. What the sender says of the kind is not believed. */
export async function takePapers(files: readonly UploadedFile[], field: string): Promise<PapersTaken> {
  // A file input left alone arrives as a nameless empty file.
  const sent = files.filter((file) => file.field === field && file.filename !== '');
  if (sent.length > PAPERS_AT_MOST) return { kind: 'refused', because: 'too_many', name: '' };
  const papers: Paper[] = [];
  for (const file of sent) {
    const name = paperName(file.filename);
    if (file.bytes > PAPER_BYTES_AT_MOST) return { kind: 'refused', because: 'too_large', name };
    const content = await readFile(file.path);
    if (content.length === 0) return { kind: 'refused', because: 'empty', name };
    const mediaType = mediaTypeOf(content);
    if (mediaType === null) return { kind: 'refused', because: 'unknown_type', name };
    papers.push({ name: withEnding(name, mediaType), mediaType, content });
  }
  return { kind: 'taken', papers };
}

/** The kind of a file by its first bytes; null for a kind that we do not take. */
export function mediaTypeOf(content: Buffer): string | null {
  const text = (from: number, to: number): string => content.subarray(from, to).toString('latin1');
  if (text(0, 5) === '%PDF-') return 'application/pdf';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  if (text(4, 8) === 'ftyp' && ['heic', 'heix', 'mif1', 'msf1'].includes(text(8, 12))) return 'image/heic';
  // A signed container is a zip whose first entry, stored plainly, names the type (ETSI EN 319 162-1).
  if (text(0, 4) === 'PK\x03\x04' && text(30, 200).startsWith('mimetypeapplication/vnd.etsi.asic-e+zip')) {
    return 'application/vnd.etsi.asic-e+zip';
  }
  return null;
}

const ENDINGS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'application/pdf': ['.pdf'],
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/webp': ['.webp'],
  'image/heic': ['.heic', '.heif'],
  'application/vnd.etsi.asic-e+zip': ['.asice', '.bdoc', '.sce'],
};

/** Whoever downloads it opens it by its ending: a page called a PDF inside must not come back as `letter.html`. */
function withEnding(name: string, mediaType: string): string {
  const endings = ENDINGS[mediaType] ?? ['.bin'];
  return endings.some((ending) => name.toLowerCase().endsWith(ending)) ? name : `${name}${endings[0]}`;
}

/** The last part of whatever path the sender's machine used, without control characters. */
function paperName(filename: string): string {
  const last = filename.split(/[/\\]/).at(-1) ?? '';
  const clean = last.replaceAll(/\p{C}/gu, '').trim().slice(0, 120);
  return clean === '' ? 'paper' : clean;
}
