/** How a delimited text file is written. */
export interface Dialect {
  readonly kind: 'dialect';
  /** Only what is read without loss: a file in another encoding is refused, never guessed at. */
  readonly encoding: 'utf-8' | 'utf-16le';
  /** Bytes of the byte-order mark to skip. */
  readonly bomBytes: number;
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly decimal: '.' | ',';
}

export type DialectRefusal = {
  readonly kind: 'refused';
  readonly code: 'empty' | 'binary' | 'encoding';
  /** What was found and what was wanted, for a person. */
  readonly reason: string;
};

/** Enough for the header and some hundred rows of an ordinary file. */
export const SAMPLE_BYTES = 256 * 1024;

const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * Finds out how a delimited file is written from its first bytes. Records, not lines, are counted, so that a quoted
 * newline or a delimiter in a quoted text does not mislead.
 */
export function sniffDialect(sample: Buffer): Dialect | DialectRefusal {
  if (sample.length === 0) return refused('empty', 'the file is empty (want a header row and data rows)');
  const decoded = decode(sample);
  if (decoded.kind === 'refused') return decoded;
  if (decoded.text.trim() === '') {
    return refused('empty', 'the file has no text in it (want a header row and data rows)');
  }
  const delimiter = likeliestDelimiter(decoded.text);
  return {
    kind: 'dialect',
    encoding: decoded.encoding,
    bomBytes: decoded.bomBytes,
    delimiter,
    decimal: decimalMark(decoded.text, delimiter),
  };
}

interface Decoded {
  readonly kind: 'decoded';
  readonly encoding: 'utf-8' | 'utf-16le';
  readonly bomBytes: number;
  readonly text: string;
}

function decode(sample: Buffer): Decoded | DialectRefusal {
  if (sample[0] === 0xff && sample[1] === 0xfe) {
    return {
      kind: 'decoded',
      encoding: 'utf-16le',
      bomBytes: 2,
      text: sample.subarray(2).toString('utf16le'),
    };
  }
  if (sample[0] === 0xfe && sample[1] === 0xff) {
    return refused('encoding', 'the file is UTF-16 big-endian (want UTF-8: save it as "CSV UTF-8")');
  }
  if (sample.includes(0)) {
    return refused('binary', `the file is not text: byte ${sample.indexOf(0) + 1} is 0 (want CSV in UTF-8)`);
  }
  const bomBytes = sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf ? 3 : 0;
  const bad = firstByteThatIsNotUtf8(sample);
  if (bad !== null) {
    const line = sample.subarray(0, bad).filter((byte) => byte === 0x0a).length + 1;
    return refused(
      'encoding',
      `line ${line}, byte ${bad + 1} of the file is not UTF-8 (want UTF-8: save it as "CSV UTF-8")`,
    );
  }
  return { kind: 'decoded', encoding: 'utf-8', bomBytes, text: sample.subarray(bomBytes).toString('utf8') };
}

/** Position of the first byte that cannot be UTF-8; a character cut off by the end of the sample is no fault. */
function firstByteThatIsNotUtf8(bytes: Buffer): number | null {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at]!;
    const length = lead < 0x80 ? 1 : lead >> 5 === 6 ? 2 : lead >> 4 === 14 ? 3 : lead >> 3 === 30 ? 4 : 0;
    if (length === 0 || lead === 0xc0 || lead === 0xc1 || lead > 0xf4) return at;
    for (let k = 1; k < length; k += 1) {
      if (at + k >= bytes.length) return null;
      if (bytes[at + k]! >> 6 !== 2) return at;
    }
    at += length;
  }
  return null;
}

/** The mark that cuts most records into the same number of fields as the header, and into the most fields. */
function likeliestDelimiter(text: string): Dialect['delimiter'] {
  let best: Dialect['delimiter'] = ',';
  let bestWorth = -1;
  for (const delimiter of DELIMITERS) {
    const widths = recordsOf(text, delimiter, 200).map((record) => record.length);
    const width = widths[0] ?? 1;
    if (width < 2) continue;
    const agreeing = widths.filter((w) => w === width).length / widths.length;
    const worth = agreeing * agreeing * Math.log2(width + 1);
    if (worth > bestWorth) [best, bestWorth] = [delimiter, worth];
  }
  return best;
}

function decimalMark(text: string, delimiter: Dialect['delimiter']): '.' | ',' {
  let points = 0;
  let commas = 0;
  for (const record of recordsOf(text, delimiter, 500).slice(1)) {
    for (const field of record) {
      const value = field.trim();
      if (/^[-+]?\d*\.\d+(e[-+]?\d+)?$/i.test(value)) points += 1;
      else if (/^[-+]?(\d+|\d{1,3}([ .\u00a0]\d{3})+),\d+$/.test(value)) commas += 1;
    }
  }
  return commas > points ? ',' : '.';
}

/** The first records of a sample; the last one is left out where the sample may have cut it. */
function recordsOf(text: string, delimiter: string, limit: number): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length && records.length < limit; at += 1) {
    const char = text[at]!;
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[at + 1] === '"') [field, at] = [`${field}"`, at + 1];
      else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === delimiter) {
      record.push(field);
      field = '';
    } else if (char === '\n' || char === '\r') {
      if (char === '\r' && text[at + 1] === '\n') at += 1;
      record.push(field);
      if (record.length > 1 || field !== '') records.push(record);
      record = [];
      field = '';
    } else field += char;
  }
  if (records.length === 0 && (record.length > 0 || field !== '')) records.push([...record, field]);
  return records;
}

function refused(code: DialectRefusal['code'], reason: string): DialectRefusal {
  return { kind: 'refused', code, reason };
}
