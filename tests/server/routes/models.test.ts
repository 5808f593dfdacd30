import { expect } from 'chai';
import { insertMany } from '../../../data/bulk.ts';
import { findNewestScorecard, findScorecard, insertScorecard } from '../../../data/stores/scorecards.ts';
import { performanceOf } from '../../../scoring/monitoring/performance.ts';
import { sealReport } from '../../../scoring/monitoring/training-report.ts';
import { fingerprintOfScorecard } from '../../../scoring/scorecard/fingerprint.ts';
import type { Scorecard } from '../../../scoring/scorecard/scorecard.ts';
import { AS_OF, insertSmallPortfolio, NOW } from '../../data/small-portfolio.ts';
import { paymentCard } from '../../scoring/explanation/fixtures.ts';
import type { Browser } from '../http/browser.ts';
import { type TestServer, withServer } from '../http/test-server.ts';

const ADDRESS = '/models/payment-90d/1';

describe('the pages of models', function () {
  this.timeout(60_000);

  it('list every published version and show each with its report, to auditor and administrator', () =>
    withServer(async (server) => {
      const card = await publish(server);
      for (const role of ['auditor', 'admin'] as const) {
        const browser = await reader(server, role);
        const list = await textOf(browser, '/models');
        expect(list).to.contain(`href="${ADDRESS}"`);
        const shown = await textOf(browser, ADDRESS);
        for (const words of ['ROC curve', 'Shapes', 'Limits of use', card.fingerprint.slice(0, 16)])
          expect(shown, words).to.contain(words);
        expect(shown.includes('action="/models/payment-90d/1/edits"')).to.equal(false);
        expect(shown.includes('id="hand"'), role).to.equal(role === 'admin');
      }
    }));

  it('say what will come where there is none, and that a version which is not there is not there', () =>
    withServer(async (server) => {
      const browser = await reader(server, 'admin');
      expect(await textOf(browser, '/models')).to.contain('No model yet');
      for (const path of [ADDRESS, '/models/payment-90d/x', '/models/payment-90d/0', '/models/%2e%2e/1'])
        expect((await browser.get(path)).status, path).to.equal(404);
    }));

  it('show what a change would do, and keep nothing of it', () =>
    withServer(async (server) => {
      await publish(server);
      const browser = await reader(server, 'admin');
      const response = await browser.post(`${ADDRESS}/edits`, { ...MERGE, intent: 'try' });
      expect(response.status).to.equal(200);
      const html = await response.text();
      for (const words of [
        'What the change would do',
        'Before and after',
        'Who moves across the cut-off',
        'The same 40 cases',
      ])
        expect(html, words).to.contain(words);
      // What was typed is there still.
      expect(html).to.contain('too few cases</textarea>');
      expect((await findNewestScorecard(server.services.db, 'payment-90d'))?.version).to.equal(1);
    }));

  it('publish a change as a new version, with who, why and the parent, and an audit entry; the parent stays', () =>
    withServer(async (server) => {
      const parent = await publish(server);
      const { db } = server.services;
      const browser = await reader(server, 'admin');
      const response = await browser.post(`${ADDRESS}/edits`, { ...MERGE, intent: 'publish' });
      expect(response.headers.get('location')).to.equal('/models/payment-90d/2');
      expect(await findScorecard(db, 'payment-90d', 1)).to.deep.equal(parent);
      const edited = await findNewestScorecard(db, 'payment-90d');
      expect(edited?.edits?.[0]).to.deep.include({
        by: 'a-admin',
        at: NOW,
        why: 'too few cases',
        parent: { version: 1, fingerprint: parent.fingerprint },
      });
      const shown = await textOf(browser, '/models/payment-90d/2');
      for (const words of ['Version 2 is published.', 'Changed by hand', 'Before and after', 'a-admin'])
        expect(shown, words).to.contain(words);
      expect(await textOf(browser, '/models')).to.contain('changed by hand by a-admin');
      const audit = await textOf(browser, '/audit');
      expect(audit).to.contain('changed a scorecard by hand').and.to.contain(parent.fingerprint.slice(0, 12));
      // The changed version can be changed again: its report still says which records to measure on.
      const again = await browser.post('/models/payment-90d/2/edits', {
        term: 'balance',
        kind: 'drop',
        why: 'once more',
        intent: 'publish',
      });
      expect(again.headers.get('location')).to.equal('/models/payment-90d/3');
    }));

  it('refuse a change with the sentence of what is wrong, in the language of the reader', () =>
    withServer(async (server) => {
      await publish(server);
      const browser = await reader(server, 'admin');
      const refusedBy = async (fields: Readonly<Record<string, string>>, lang = 'en'): Promise<string> => {
        await browser.get(`/models?lang=${lang}`);
        const response = await browser.post(`${ADDRESS}/edits`, { ...MERGE, intent: 'publish', ...fields });
        expect(response.status).to.equal(422);
        return response.text();
      };
      expect(await refusedBy({ why: ' ' })).to.contain('Say why the model is changed.');
      expect(await refusedBy({ attributes: '0' })).to.contain('two attributes or more');
      expect(await refusedBy({ kind: 'split', at: '7' })).to.contain('At least 10 are needed');
      expect(await refusedBy({ kind: 'fix', attribute: '1', points: 'many' })).to.contain(
        'give the points as a number',
      );
      expect(await refusedBy({ why: ' ' }, 'et')).to.contain('Ütle, miks mudelit muudetakse.');
      expect((await findNewestScorecard(server.services.db, 'payment-90d'))?.version).to.equal(1);
    }));

  it('take a cut as the page writes it: euros for what is stored in cents', () =>
    withServer(async (server) => {
      await publish(server);
      const browser = await reader(server, 'admin');
      const split = async (at: string): Promise<string> =>
        (
          await browser.post(`${ADDRESS}/edits`, {
            ...MERGE,
            term: 'balance',
            kind: 'split',
            at,
            intent: 'try',
          })
        ).text();
      // The cuts of the balance are 500 and 2,000 euros.
      expect(await split('500,00')).to.contain('where there is no cut yet');
      expect(await split('750')).to.contain('At least 10 are needed');
    }));

  it('offer no change where the model does not say which records it came from', () =>
    withServer(async (server) => {
      await insertScorecard(server.services.db, paymentCard, null, NOW);
      const browser = await reader(server, 'admin');
      const html = await textOf(browser, ADDRESS);
      expect(html).to.contain('recourse edit can').and.not.to.contain('id="hand"');
      const response = await browser.post(`${ADDRESS}/edits`, { ...MERGE, intent: 'publish' });
      expect(response.status).to.equal(422);
    }));

  it('take a change from an administrator only', () =>
    withServer(async (server) => {
      await publish(server);
      const browser = await reader(server, 'auditor');
      expect((await browser.post(`${ADDRESS}/edits`, { ...MERGE, intent: 'try' })).status).to.equal(403);
    }));
});

const MERGE = { term: 'days_past_due', kind: 'merge', attributes: '0,1', why: 'too few cases' };

async function reader(server: TestServer, role: 'admin' | 'auditor'): Promise<Browser> {
  const browser = await server.staff(`a-${role}`, [role]);
  await browser.get('/models?lang=en');
  return browser;
}

async function textOf(browser: Browser, path: string): Promise<string> {
  const response = await browser.get(path);
  expect(response.status, path).to.equal(200);
  return response.text();
}

/** A scorecard over forty persons of whom every third paid, with the report that its training would leave. */
async function publish({ services: { db, vault } }: TestServer): Promise<Scorecard> {
  const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault, 40);
  await insertMany(
    db,
    'outcomes',
    claimIds.map((claimId, at) => ({
      portfolio_id: portfolioId,
      person_id: personIds[at] ?? null,
      claim_id: claimId,
      external_id: `O${at}`,
      name: 'paid',
      happened_on: '2026-02-01',
      value: at % 3 === 0 ? 1 : 0,
      source: 'creditor',
      obtained_on: '2026-02-01',
      valid_until: null,
    })),
  );
  const content = { ...paymentCard, training: { ...paymentCard.training, observedOn: AS_OF } };
  const card = { ...content, fingerprint: fingerprintOfScorecard(content) };
  const outcomes = claimIds.map((_, at) => (at % 3 === 0 ? 1 : 0));
  const report = sealReport({
    scorecard: { name: card.name, version: card.version, fingerprint: card.fingerprint },
    measured: 'out_of_fold',
    performance: performanceOf(
      card,
      outcomes.map((outcome, at) => (outcome === 1 || at % 7 === 0 ? 0.5 : 0.2)),
      outcomes,
    ),
    folds: [],
    notes: [],
    source: { portfolios: ['small'], target: { outcome: 'paid' }, asOf: AS_OF },
  });
  await insertScorecard(db, card, report, NOW);
  return card;
}
