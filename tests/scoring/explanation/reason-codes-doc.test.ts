import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { REASON_CODES } from '../../../scoring/explanation/reason-codes.ts';
import { EN } from '../../../scoring/explanation/texts/en.ts';
import { ET } from '../../../scoring/explanation/texts/et.ts';
import { FI } from '../../../scoring/explanation/texts/fi.ts';
import { SV } from '../../../scoring/explanation/texts/sv.ts';

const DOC = fileURLToPath(new URL('../../../docs/reason-codes.md', import.meta.url));

describe('docs/reason-codes.md', () => {
  it('lists every reason code with its words, as they are', () => {
    const text = readFileSync(DOC, 'utf8');
    for (const { id, slug, side } of REASON_CODES) {
      const row = `| ${id} | ${slug.replaceAll('_', ' ')} | ${side} | ${EN.codes[id].sentence} | ${ET.codes[id].sentence} | ${FI.codes[id].sentence} | ${SV.codes[id].sentence} |`;
      expect(text, `docs/reason-codes.md wants the row: ${row}`).to.include(row);
    }
    expect(text.match(/^\| R\d\d \|/gm)).to.have.length(REASON_CODES.length);
  });
});
