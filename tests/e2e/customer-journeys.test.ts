import { expect } from 'chai';
import type { Language } from '../../scoring/portfolio/records.ts';
import { type OpenBrowser, Visitor, type Width } from './browser.ts';
import { codeInNotice, type Service } from './service.ts';
import { shared, takeDecisions } from './shared.ts';

/** What a person can do here whatever they have: a small screen, no mouse, no scripts, another language. */
describe('the journeys of a customer', function () {
  this.timeout(300_000);
  let opened: OpenBrowser;
  let service: Service;
  let declined: readonly number[];

  before(async () => {
    ({ service, opened } = await shared());
    declined = await takeDecisions('decline', 4);
  });

  const arrive = (label: string, width: Width, scripts = true, language: Language = 'en'): Promise<Visitor> =>
    Visitor.arrive(opened.browser, service, { width, language, label, scripts });

  (['phone', 'desktop'] as const).forEach((width, nth) => {
    it(`with the keyboard alone: sign in, read the decision, ask people, get a receipt (${width})`, async () => {
      const decisionId = declined[nth] ?? 0;
      const customer = await arrive('keyboard', width);
      await customer.tabTo('a.skip');
      await customer.tabTo('input[name=code]');
      await customer.page.keyboard.type(await codeInNotice(service.home, decisionId));
      await customer.keyTo('form[action="/sign-in/code"] button');
      expect(customer.path()).to.equal('/my');

      await customer.keyTo(`a[href="/my/decisions/${decisionId}"]`);
      await customer.tabTo('main details summary');
      await customer.page.keyboard.press('Enter');
      expect(await customer.page.locator('main details[open]').count()).to.be.greaterThan(0);
      await customer.keyTo(`a[href="/my/decisions/${decisionId}/review"]`);

      await customer.tabTo('textarea[name=words]');
      await customer.page.keyboard.type('I have a steady job now.');
      await customer.tabTo('input[name=answer]:checked');
      await customer.page.keyboard.press('ArrowDown');
      expect(await customer.page.locator('input[name=answer][value=letter]').isChecked()).to.equal(true);
      await customer.keyTo(`form[action="/my/decisions/${decisionId}/reviews"] button[type=submit]`, 'Space');
      expect(customer.path()).to.match(/^\/my\/reviews\/\d+/);
      await customer.picture('receipt');
      expect(await customer.text()).to.include('I have a steady job now.');
    });

    it(`with JavaScript off: ask people, use a right, take a consent back and give it, read my data (${width})`, async () => {
      const decisionId = declined[2 + nth] ?? 0;
      const customer = await arrive('no-scripts', width, false);
      await customer.signInWithCode(await codeInNotice(service.home, decisionId));
      await customer.follow(`/my/decisions/${decisionId}`);
      await customer.follow(`/my/decisions/${decisionId}/review`);
      await customer.page.fill('textarea[name=words]', 'Please look again.');
      await customer.press(`form[action="/my/decisions/${decisionId}/reviews"] button[type=submit]`);
      expect(customer.path()).to.match(/^\/my\/reviews\/\d+/);

      await customer.follow('/my/rights');
      await customer.press('a.choice[href*="objection"]');
      await customer.page.fill('textarea[name=words]', 'I am ill, and letters make it worse.');
      const ground = customer.page.locator('select[name=ground]');
      if ((await ground.count()) > 0) await ground.selectOption({ index: 1 });
      await customer.press('form[action="/my/rights"] button[type=submit]');
      expect(customer.path()).to.match(/^\/my\/rights\/\d+/);

      await customer.follow('/my/rights');
      const consent = customer.page.locator('form[action="/my/consents"]').first();
      const choice = (): Promise<string | null> =>
        consent.locator('input[name=choice]').getAttribute('value');
      const first = await choice();
      await customer.press('form[action="/my/consents"] button');
      expect(await choice()).not.to.equal(first);
      await customer.press('form[action="/my/consents"] button');
      expect(await choice()).to.equal(first);

      await customer.follow('/my/data');
      expect(await customer.page.locator('main table').count()).to.be.greaterThan(0);
    });
  });

  it('in each language: home, decision and request have no heading, button or field in another one', async () => {
    const customer = await arrive('languages', 'phone');
    await customer.signIn('customer');
    const decision = await customer.page
      .locator('main ul.rows a[href^="/my/decisions/"]')
      .first()
      .getAttribute('href');
    expect(decision).to.match(/^\/my\/decisions\/\d+$/);
    for (const language of ['et', 'en', 'fi', 'sv'] as const) {
      await customer.go('/my');
      await customer.press(`.languages a[lang=${language}]`);
      const asked = decision === null ? [] : [decision, `${decision}/review`];
      for (const page of ['/my', ...asked]) {
        await customer.go(page);
        expect(await customer.page.locator('html').getAttribute('lang')).to.equal(language);
        const names = await customer.page
          .locator('h1, h2, h3, button, legend, label, summary, nav a')
          .allInnerTexts();
        expect(names.length).to.be.greaterThan(5);
        for (const name of names)
          expect(foreignWords(name, language), `${page}: "${name}"`).to.deep.equal([]);
      }
      await customer.picture(`request-${language}`);
    }
  });
});

/** Small words by which a reader knows the language. */
const SMALL_WORDS: Readonly<Record<Language, readonly string[]>> = {
  et: [
    'teie',
    'meie',
    'mis',
    'mida',
    'ja',
    'ei',
    'või',
    'kui',
    'kuidas',
    'miks',
    'see',
    'mul',
    'minu',
    'palun',
    'saada',
  ],
  en: [
    'the',
    'and',
    'you',
    'your',
    'what',
    'why',
    'how',
    'of',
    'to',
    'is',
    'are',
    'my',
    'with',
    'it',
    'people',
    'send',
  ],
  fi: [
    'mitä',
    'miten',
    'miksi',
    'ja',
    'ei',
    'tai',
    'jos',
    'se',
    'minun',
    'teidän',
    'meille',
    'on',
    'mikä',
    'ihmiset',
  ],
  sv: [
    'och',
    'vad',
    'varför',
    'hur',
    'att',
    'är',
    'ni',
    'er',
    'ert',
    'inte',
    'jag',
    'mina',
    'eller',
    'med',
    'som',
    'det',
  ],
};

function foreignWords(text: string, language: Language): readonly string[] {
  const foreign = new Set(Object.values(SMALL_WORDS).flat());
  for (const own of SMALL_WORDS[language]) foreign.delete(own);
  // "On" is a word of Estonian, of English and of Finnish.
  if (language === 'et' || language === 'en') foreign.delete('on');
  return text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => foreign.has(word));
}
