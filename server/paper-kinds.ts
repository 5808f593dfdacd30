export const SIGNED_CONTAINER = 'application/vnd.etsi.asic-e+zip';

/** The kind of a file by its first bytes; null for a kind that we do not take. */
export function mediaTypeOf(content: Buffer): string | null {
  const text = textOf(content);
  if (text(0, 5) === '%PDF-') return 'application/pdf';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  if (text(4, 8) === 'ftyp' && ['heic', 'heix', 'mif1', 'msf1'].includes(text(8, 12))) return 'image/heic';
  // A signed container is a zip whose first entry, stored plainly, names the type (ETSI EN 319 162-1).
  if (text(0, 4) === 'PK\x03\x04' && text(30, 200).startsWith(`mimetype${SIGNED_CONTAINER}`)) {
    return SIGNED_CONTAINER;
  }
  return null;
}

/** Whether the file ends where its kind says it does. One cut short on its way cannot be read by anybody later. */
export function isWhole(content: Buffer, mediaType: string): boolean {
  const { length } = content;
  switch (mediaType) {
    case 'application/pdf':
      return content.subarray(-END_OF_PDF_WITHIN).includes('%%EOF');
    case 'image/png':
      return content.subarray(-END_OF_PNG_WITHIN).includes('IEND');
    case 'image/jpeg':
      // Cameras put a small picture before the large one and films after it.
      return content.lastIndexOf('\xff\xd9', undefined, 'latin1') > length / 2;
    case 'image/webp':
      return length >= 12 && content.readUInt32LE(4) + 8 <= length;
    case 'image/heic':
      return boxesFit(content);
    default:
      return true;
  }
}

const END_OF_PDF_WITHIN = 2048;
const END_OF_PNG_WITHIN = 64;

/** Boxes one after the other up to the end (ISO 14496-12): each says how long it is, 0 for "to the end". */
function boxesFit(content: Buffer): boolean {
  let at = 0;
  while (at + 8 <= content.length) {
    const size = content.readUInt32BE(at);
    if (size === 0) return true;
    if (size === 1) {
      if (at + 16 > content.length) return false;
      at += Number(content.readBigUInt64BE(at + 8));
    } else if (size < 8) return false;
    else at += size;
  }
  return at === content.length;
}

/**
 * Whether the file can be taken for another kind as well: a picture that is also a page, a PDF that is also an archive.
 * Whoever opens it sees what the opener chooses, not what was handed in.
 */
export function isOfTwoKinds(content: Buffer, mediaType: string): boolean {
  if (mediaType === SIGNED_CONTAINER) return false;
  const head = content.subarray(0, HEAD_BYTES).toString('latin1');
  if (/<(?:!doctype|html|script|svg|iframe|\?php)/i.test(head)) return true;
  if (mediaType !== 'application/pdf' && head.includes('%PDF-')) return true;
  return endsAsArchive(content);
}

const HEAD_BYTES = 1024;

/** An archive is read from its end: a last record whose comment reaches exactly to the end of the file. */
function endsAsArchive(content: Buffer): boolean {
  const LAST_RECORD = 22;
  const from = Math.max(0, content.length - LAST_RECORD - 0xffff);
  for (
    let at = content.lastIndexOf('PK\x05\x06', undefined, 'latin1');
    at >= from;
    at = content.lastIndexOf('PK\x05\x06', at - 1, 'latin1')
  ) {
    if (at + LAST_RECORD > content.length) continue;
    if (at + LAST_RECORD + content.readUInt16LE(at + 20) === content.length) return true;
    if (at === 0) break;
  }
  return false;
}

function textOf(content: Buffer): (from: number, to: number) => string {
  return (from, to) => content.subarray(from, to).toString('latin1');
}
