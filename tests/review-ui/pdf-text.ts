import { inflateSync } from 'node:zlib';

/** What a PDF of ours says, line by line, as a reader copies it out: glyphs turned back by each font's own map. */
export function textOfPdf(pdf: Buffer): string {
  const objects = objectsOf(pdf.toString('latin1'));
  const fonts = new Map<string, ReadonlyMap<number, string>>();
  for (const { body } of objects.values())
    for (const [, name = '', font = ''] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const cmap = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font)?.body ?? '')?.[1];
      if (cmap !== undefined) fonts.set(name, lettersOf(objects.get(cmap)?.stream ?? ''));
    }
  const lines: string[] = [];
  for (const { body, stream } of objects.values()) {
    if (stream === '' || body.includes('/Subtype')) continue;
    let letters: ReadonlyMap<number, string> = new Map();
    for (const [, font, pieces] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (font !== undefined) letters = fonts.get(font) ?? new Map();
      else lines.push(lineOf(pieces ?? '', letters));
    }
  }
  return lines.join('\n');
}

function objectsOf(whole: string): ReadonlyMap<string, { readonly body: string; readonly stream: string }> {
  const found = new Map<string, { body: string; stream: string }>();
  for (const [, id = '', body = ''] of whole.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [dictionary = '', rest] = body.split(/stream\r?\n/, 2);
    // By its length: packed bytes may end in what looks like the end of a line.
    const length = /\/Length (\d+)/.exec(dictionary)?.[1];
    const bytes =
      rest === undefined || length === undefined
        ? null
        : Buffer.from(rest.slice(0, Number(length)), 'latin1');
    const stream =
      bytes === null ? '' : dictionary.includes('FlateDecode') ? inflateSync(bytes).toString('latin1') : '';
    found.set(id, { body: dictionary, stream });
  }
  return found;
}

function lettersOf(cmap: string): ReadonlyMap<number, string> {
  const letters = new Map<number, string>();
  for (const [, from = '0', list = ''] of cmap.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g))
    [...list.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, units = ''], at) => {
      const codes = units.split(' ').filter((unit) => unit !== '');
      letters.set(
        Number.parseInt(from, 16) + at,
        String.fromCharCode(...codes.map((unit) => Number.parseInt(unit, 16))),
      );
    });
  return letters;
}

function lineOf(pieces: string, letters: ReadonlyMap<number, string>): string {
  const glyphs = [...pieces.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
  // Glyph 0 of a font is the box that it shows for a letter it lacks.
  return glyphs
    .map((glyph) => (glyph === '0000' ? '□' : (letters.get(Number.parseInt(glyph, 16)) ?? '\ufffd')))
    .join('');
}
