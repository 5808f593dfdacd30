import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LANGUAGES, STAFF_LANGUAGES } from '../../review-ui/locales/load.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { readExamples, rendered } from './examples.ts';
import { faultsOf } from './html.ts';

const pages = path.resolve(import.meta.dirname, '../../review-ui/pages');

const examples = await readExamples();

describe('the pages', () => {
  const names = readdirSync(pages)
    .filter((file) => file.endsWith('.ejs'))
    .map((file) => path.basename(file, '.ejs'));

  for (const name of names) {
    it(`${name} has a typed context, and is shown with a typical, an empty and an awkward one`, () => {
      const source = readFileSync(path.join(pages, `${name}.ts`), 'utf8');
      expect(source).to.match(/export interface \w+Context\b/);
      expect(source).to.contain(`name: '${name}'`);
      const kinds = new Set(examples.filter(({ page }) => page === name).map(({ kind }) => kind));
      expect([...kinds].sort(), `examples of ${name} in tests/review-ui/examples`).to.deep.equal([
        'awkward',
        'empty',
        'typical',
      ]);
    });
  }

  for (const language of LANGUAGES) {
    for (const { page, kind, voice, render } of examples) {
      if (voice === 'staff' && !STAFF_LANGUAGES.includes(language)) continue;
      it(`${page} (${kind}, ${language}) is sound HTML that a keyboard and a screen reader can use`, () => {
        const html = render((view, context) => rendered(view, context, language), wordingFor(language));
        expect(faultsOf(html), html).to.deep.equal([]);
        expect(html).not.to.match(/undefined|\[object Object\]|NaN/);
        expect(html).not.to.contain('<b onclick');
        expect(html).not.to.contain('<script>');
        // A browser cuts a long paste without a word: the answer to it is a sentence, and the text stays.
        expect(html).not.to.match(/<textarea[^>]*maxlength/);
      });
    }
  }
});
