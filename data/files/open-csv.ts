import { createHash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { SAMPLE_BYTES, sniffDialect, type Dialect } from './dialect.ts';

/** Encodings that a mapping may state. A file is never guessed to be in one of the 8-bit ones: they all look alike. */
export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'windows-1257',
  'windows-1252',
  'iso-8859-1',
  'iso-8859-15',
] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** What a mapping says about the file; what it does not say is found out. */
export interface StatedDialect {
  readonly encoding?: Encoding;
  readonly delimiter?: Dialect['delimiter'];
  readonly decimal?: Dialect['decimal'];
}

export interface CsvFile {
  readonly kind: 'csv';
  readonly path: string;
  /** As the person knows it; stands in messages. */
  readonly name: string;
  readonly bytes: number;
  /** Of the whole file: the same file sent again is known by it, and a stopped import goes on. */
  readonly sha256: string;
  readonly encoding: Encoding;
  readonly bomBytes: number;
  readonly delimiter: Dialect['delimiter'];
  readonly decimal: Dialect['decimal'];
  /** Line ends: most files have \n or \r\n; old Macintosh ones \r alone. */
  readonly lineEnd: '\n' | '\r';
  readonly header: readonly string[];
}

/** The whole file is refused before its first row is read; nothing of it went in. */
export interface FileRefused {
  readonly kind: 'refused';
  readonly code: 'missing' | 'empty' | 'binary' | 'encoding' | 'header';
  readonly reason: string;
}

/** No header is longer; a file whose first line is, is not a table. */
const MAX_HEADER_BYTES = SAMPLE_BYTES;
const MAX_COLUMNS = 2000;

/**
 * Opens a CSV file: how it is written is found out, all of it is checked to be text in one encoding, and its header
 * is read. Reads the file once from end to end in constant memory, so that rows are only ever read from sound files.
 */
export async function openCsv(
  path: string,
  stated: StatedDialect = {},
  name: string = basename(path),
): Promise<CsvFile | FileRefused> {
  const size = await sizeOf(path);
  if (size === null) return fileRefused('missing', name, 'the file is not there, or is not a file');
  const sample = await firstBytes(path, SAMPLE_BYTES);
  const encodingStated = hasMark(sample) ? undefined : stated.encoding;
  const eightBit = encodingStated !== undefined && !encodingStated.startsWith('utf');
  const dialect = sniffDialect(eightBit ? Buffer.from(decoded(sample, encodingStated)) : sample);
  if (dialect.kind === 'refused')
    return fileRefused(dialect.code, name, dialect.reason + hintFor(dialect.code, sample));
  if (!eightBit && encodingStated !== undefined && encodingStated !== dialect.encoding) {
    return fileRefused(
      'encoding',
      name,
      `the mapping says ${encodingStated}, but the file is ${dialect.encoding}`,
    );
  }
  const encoding = eightBit ? encodingStated : dialect.encoding;
  const bomBytes = eightBit ? 0 : dialect.bomBytes;
  const whole = await readThrough(path, encoding, bomBytes);
  if (whole.kind === 'refused') return fileRefused(whole.code, name, whole.reason);
  const text = decoded(sample.subarray(bomBytes), encoding);
  const lineEnd = text.includes('\n') ? '\n' : text.includes('\r') ? '\r' : '\n';
  const delimiter = stated.delimiter ?? dialect.delimiter;
  const header = headerOf(text, delimiter, lineEnd, size > sample.length);
  if (header.kind === 'refused') return fileRefused('header', name, header.reason);
  return {
    kind: 'csv',
    path,
    name,
    bytes: size,
    sha256: whole.sha256,
    encoding,
    bomBytes,
    delimiter,
    decimal: stated.decimal ?? dialect.decimal,
    lineEnd,
    header: header.names,
  };
}

export function fileRefused(code: FileRefused['code'], name: string, reason: string): FileRefused {
  return { kind: 'refused', code, reason: `${name}: ${reason}` };
}

/** A byte-order mark is no guess: it wins over what is stated, as in refused rows that come back mended. */
function hasMark(sample: Buffer): boolean {
  return (
    (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) ||
    (sample[0] === 0xff && sample[1] === 0xfe)
  );
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
}

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function decoded(bytes: Buffer, encoding: Encoding = 'utf-8'): string {
  return new TextDecoder(encoding).decode(bytes);
}

/** Baltic and Nordic exports are often in an 8-bit code page: say which word makes them readable. */
function hintFor(code: string, sample: Buffer): string {
  if (code !== 'encoding' || (sample[0] === 0xfe && sample[1] === 0xff)) return '';
  const western = [0x8a, 0x8e, 0x9a, 0x9e].some((byte) => sample.includes(byte));
  return `; if it is in a code page, say so in the mapping, for example file: {encoding: ${western ? 'windows-1252' : 'windows-1257'}}`;
}

type ReadThrough =
  | { readonly kind: 'read'; readonly sha256: string }
  | { readonly kind: 'refused'; readonly code: 'binary' | 'encoding'; readonly reason: string };

async function readThrough(path: string, encoding: Encoding, bomBytes: number): Promise<ReadThrough> {
  const hash = createHash('sha256');
  let at = 0;
  let lines = 0;
  let carried: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (encoding !== 'utf-16le' && chunk.includes(0)) {
      const place = at + chunk.indexOf(0) + 1;
      return {
        kind: 'refused',
        code: 'binary',
        reason: `the file is not text: byte ${place} is 0 (want CSV in UTF-8)`,
      };
    }
    if (encoding === 'utf-8') {
      const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk]);
      const whole = wholeCharacters(bytes);
      if (!isUtf8(bytes.subarray(0, whole))) {
        const line = lines + firstBadLine(bytes.subarray(0, whole));
        return {
          kind: 'refused',
          code: 'encoding',
          reason: `line ${line} is not UTF-8, though what comes before it is (want one encoding: save it as "CSV UTF-8")`,
        };
      }
      lines += countLines(bytes.subarray(0, whole));
      carried = bytes.subarray(whole);
    }
    at += chunk.length;
  }
  if (encoding === 'utf-16le' && (at - bomBytes) % 2 === 1) {
    return {
      kind: 'refused',
      code: 'encoding',
      reason: 'the file is UTF-16 and ends within a character: it was cut short',
    };
  }
  if (carried.length > 0) {
    return {
      kind: 'refused',
      code: 'encoding',
      reason: 'the file ends within a character: it was cut short, send it again',
    };
  }
  return { kind: 'read', sha256: hash.digest('hex') };
}

/** Length without a last character that the chunk has cut. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return wanted > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

function firstBadLine(bytes: Buffer): number {
  let line = 1;
  let from = 0;
  while (from < bytes.length) {
    const end = bytes.indexOf(0x0a, from);
    const to = end === -1 ? bytes.length : end;
    if (!isUtf8(bytes.subarray(from, to))) return line;
    from = to + 1;
    line += 1;
  }
  return line;
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}

type HeaderRead =
  | { readonly kind: 'read'; readonly names: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

function headerOf(text: string, delimiter: string, lineEnd: '\n' | '\r', longer: boolean): HeaderRead {
  if (longer && !text.includes(lineEnd)) {
    return {
      kind: 'refused',
      reason: `the first line is longer than ${MAX_HEADER_BYTES} bytes (want a header row and data rows)`,
    };
  }
  let names: string[];
  try {
    const rows = parse(text, {
      delimiter,
      record_delimiter: recordEnds(lineEnd),
      relax_column_count: true,
      to: 1,
    });
    names = (rows[0] ?? []).map((name) => name.trim());
  } catch {
    return {
      kind: 'refused',
      reason: 'row 1: a quote in the header is not closed (want the names of the columns)',
    };
  }
  if (names.length > MAX_COLUMNS)
    return {
      kind: 'refused',
      reason: `the header has ${names.length} columns (want at most ${MAX_COLUMNS})`,
    };
  const seen = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    if (name === '') return { kind: 'refused', reason: `row 1: column ${index + 1} has no name` };
    const before = seen.get(name.toLowerCase());
    if (before !== undefined) {
      return {
        kind: 'refused',
        reason: `row 1: columns ${before + 1} and ${index + 1} are both called "${shown(name)}"`,
      };
    }
    seen.set(name.toLowerCase(), index);
  }
  return { kind: 'read', names };
}

/** What csv-parse splits records at. */
export function recordEnds(lineEnd: '\n' | '\r'): string[] {
  return lineEnd === '\n' ? ['\r\n', '\n'] : ['\r'];
}

/** A name from a file, short enough for a message. */
export function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
