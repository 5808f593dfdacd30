import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LANGUAGES, TEXTS } from '../../review-ui/locales/load.ts';

/** Files of texts that staff alone read. */
const STAFF_PARTS = [
  'committee',
  'desk',
  'identity-staff',
  'disclosing',
  'intake',
  'model',
  'needs',
  'offers',
  'outbox',
  'planner',
  'preparation',
  'staff',
];
/** Files of texts that a customer may read: those of staff alone are left out. */
const CUSTOMER_PARTS = Object.keys(TEXTS.en).filter((part) => !STAFF_PARTS.includes(part));
const folder = path.resolve(import.meta.dirname, '../../review-ui');

describe('the texts of the pages', () => {
  it('are complete: Estonian and English have the same keys', () => {
    expect(keysOf(TEXTS.et)).to.deep.equal(keysOf(TEXTS.en));
  });

  it('address the reader in Estonian as „teie“; only a button or a link may be a short command', () => {
    const familiar =
      /(?<!\p{L})(sina|sinu|sind|sulle|sul|näed|võid|vabastasid)(?!\p{L})|(^|[.;:–] )(vali|too|alusta|vaata|sea|saada|laadi|paranda|anna|kirjuta|ära|jäta|tee|lisa|kinnita|salvesta|ava)(?!\p{L})/iu;
    const sentences = [...textsOf(TEXTS.et)].filter(([, text]) => /[.:]$/.test(text));
    expect(
      sentences.filter(([, text]) => familiar.test(text)).map(([key, text]) => `${key}: ${text}`),
    ).to.deep.equal([]);
  });

  it('are complete for customers in all four languages', () => {
    for (const language of ['fi', 'sv'] as const)
      for (const part of CUSTOMER_PARTS)
        expect(keysOf({ [part]: TEXTS[language][part] ?? {} }), language).to.deep.equal(
          keysOf({ [part]: TEXTS.en[part] ?? {} }),
        );
  });

  it('name the same values in every language', () => {
    const en = textsOf(TEXTS.en);
    for (const language of ['et', 'fi', 'sv'] as const)
      for (const [key, text] of textsOf(TEXTS[language]))
        expect([...new Set(placesIn(text))].sort(), `${language} ${key}`).to.deep.equal(
          [...new Set(placesIn(en.get(key) ?? ''))].sort(),
        );
  });

  it('have a text for every key that a view or a presenter names', () => {
    const known = new Set(keysOf(TEXTS.en).map((key) => key.replace(/_(one|other)$/, '')));
    const folders = new Set(
      [...known].flatMap((key) => key.split('.').map((_, i, all) => all.slice(0, i).join('.'))),
    );
    for (const [file, source] of [...sources(), ...serverSources()]) {
      for (const [, key = ''] of source.matchAll(/\bt\(\s*'([^']+\.[^']+)'/g)) {
        expect(known.has(key), `${file}: no text for "${key}"`).to.equal(true);
      }
      for (const [, key = ''] of source.matchAll(/\bt\(\s*`([^`$]+)\.\$\{/g)) {
        expect(folders.has(key), `${file}: no texts under "${key}"`).to.equal(true);
      }
    }
  });

  it('have no text that no view, presenter or route names', () => {
    const all = [...sources(), ...serverSources()].map(([, source]) => source).join('\n');
    const unused = keysOf(TEXTS.en)
      .map((key) => key.replace(/_(one|other)$/, ''))
      .filter((key) => {
        const dynamic = key.split('.').map((_, i, parts) => parts.slice(0, i + 1).join('.'));
        return !all.includes(`'${key}'`) && !dynamic.some((part) => all.includes(`\`${part}.\${`));
      });
    expect(unused, unused.join(', ')).to.deep.equal([]);
  });
});

describe('the sentences for customers', () => {
  for (const language of LANGUAGES) {
    const texts = CUSTOMER_PARTS.flatMap((part) => [...textsOf({ [part]: TEXTS[language][part] ?? {} })]);
    const sentences = texts.flatMap(([key, text]) =>
      text
        .split(/(?<=[.?!…])\s+/)
        .filter((sentence) => sentence.trim() !== '')
        .map((sentence) => ({ key, words: sentence.split(/\s+/).length, sentence })),
    );

    it(`have at most 25 words each (${language})`, () => {
      for (const { key, words, sentence } of sentences)
        expect(words, `${key}: ${sentence}`).to.be.at.most(25);
    });

    it(`have at most 15 words on average, counting full sentences (${language})`, () => {
      const full = sentences.filter(({ sentence }) => /[.?!]$/.test(sentence));
      expect(full.reduce((sum, { words }) => sum + words, 0) / full.length).to.be.at.most(15);
    });
  }
});

function sources(): [string, string][] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => /\.(ejs|ts)$/.test(file))
    .map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]);
}

function serverSources(): [string, string][] {
  const server = path.resolve(folder, '../server');
  return readdirSync(server, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file, readFileSync(path.join(server, file), 'utf8')]);
}

function keysOf(texts: object): string[] {
  return [...textsOf(texts).keys()].sort();
}

function textsOf(texts: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts as Record<string, string | object>).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...textsOf(value, `${prefix}${key}.`)],
    ),
  );
}

function placesIn(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name);
}
