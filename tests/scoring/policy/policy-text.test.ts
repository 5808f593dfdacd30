import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { MEASURES } from '../../../scoring/policy/measures.ts';
import { PACK_TEXTS_FI } from '../../../scoring/policy/pack-texts-fi.ts';
import { PACK_TEXTS_SV } from '../../../scoring/policy/pack-texts-sv.ts';
import { policyText } from '../../../scoring/policy/policy-text.ts';

const packs = path.resolve(import.meta.dirname, '../../../scoring/policy/packs');

describe('the texts of a policy in the language of the person', () => {
  it('are the policy’s own, then the translation of its English sentence, then English', () => {
    const texts = { et: 'Isik on alaealine.', en: 'The person is under 18.' };
    expect(policyText(texts, 'et')).to.equal('Isik on alaealine.');
    expect(policyText(texts, 'fi')).to.equal('Henkilö on alle 18-vuotias.');
    expect(policyText({ ...texts, fi: 'Oma.' }, 'fi')).to.equal('Oma.');
    expect(policyText({ et: 'Muu.', en: 'Something of a new policy.' }, 'sv')).to.equal(
      'Something of a new policy.',
    );
  });

  it('are there in Finnish and Swedish for every pack that comes with us', () => {
    for (const [file, texts] of textsOfPacks())
      for (const language of ['fi', 'sv'] as const)
        expect(
          texts[language] ?? translations[language][texts.en],
          `${file}: ${texts.en} (${language})`,
        ).to.be.a('string');
  });

  it('translate nothing that no pack says', () => {
    const spoken = new Set(textsOfPacks().map(([, { en }]) => en));
    for (const translated of Object.values(translations))
      expect(Object.keys(translated).filter((english) => !spoken.has(english))).to.deep.equal([]);
  });

  it('say each measure to the person in four languages', () => {
    for (const { id, toPerson, name } of MEASURES)
      for (const texts of [toPerson, name])
        expect(Object.keys(texts).sort(), id).to.deep.equal(['en', 'et', 'fi', 'sv']);
  });
});

const translations = { fi: PACK_TEXTS_FI, sv: PACK_TEXTS_SV };

interface Texts {
  readonly et: string;
  readonly en: string;
  readonly fi?: string;
  readonly sv?: string;
}

function textsOfPacks(): readonly (readonly [string, Texts])[] {
  return readdirSync(packs)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) =>
      textsIn(parse(readFileSync(path.join(packs, file), 'utf8'))).map((texts) => [file, texts] as const),
    );
}

function textsIn(value: unknown): readonly Texts[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('en' in value && typeof value.en === 'string') return [value as Texts];
  return Object.values(value).flatMap(textsIn);
}
