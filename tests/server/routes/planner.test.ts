import { expect } from 'chai';
import { publishPacks, readPacks } from '../../../data/policies.ts';
import { insertDecisions } from '../../../data/stores/decisions.ts';
import { insertPortfolio } from '../../../data/stores/portfolios.ts';
import { finishRun, insertRun } from '../../../data/stores/runs.ts';
import { insertScorecard } from '../../../data/stores/scorecards.ts';
import type { Decision } from '../../../scoring/decision/decision.ts';
import { decisionRow } from '../../../server/actions/decision-row.ts';
import type { Services } from '../../../server/services.ts';
import { AS_OF, insertSmallPortfolio, NOW } from '../../data/small-portfolio.ts';
import { decideCollection, paymentCard } from '../../scoring/explanation/fixtures.ts';
import type { Browser } from '../http/browser.ts';
import { addStaff, PASSWORD, type TestServer, withServer } from '../http/test-server.ts';
import { inEnglish, pageOf } from './contested-world.ts';

interface PlannedWorld {
  readonly run: number;
  /** Two that one person may release, then one that needs two. */
  readonly decisions: readonly [number, number, number];
}

describe("the planner's buttons", function () {
  this.timeout(60_000);

  it('release what is chosen, once', () =>
    withPlanner(async ({ planner, world }) => {
      const [first, second] = world.decisions;
      await press(planner, '/releases', { which: 'chosen', decision: String(first) });
      expect(await pageOf(planner, '/cases')).to.contain('1 measure released');
      expect(await pageOf(planner, `/cases/${first}`)).to.contain('Released by planner');
      expect(await pageOf(planner, `/cases/${second}`)).to.contain('Release this measure');
      await press(planner, '/releases', { which: 'chosen', decision: String(first) });
      expect(await pageOf(planner, '/cases')).to.contain('1 had been dealt with before.');
    }));

  it('ask for a choice when nothing was chosen', () =>
    withPlanner(async ({ planner }) => {
      await press(planner, '/releases', { which: 'chosen' });
      expect(await pageOf(planner, '/cases')).to.contain('Nothing was chosen.');
    }));

  it('release all that the filter finds, and nothing else', () =>
    withPlanner(async ({ planner, world }) => {
      const [, , court] = world.decisions;
      await press(planner, '/releases', { which: 'all', run: String(world.run), measure: 'payment_order' });
      expect(await pageOf(planner, '/cases')).to.contain('1 waits for a second person.');
      const waiting = await pageOf(planner, `/cases?run=${world.run}&release=waiting`);
      expect(waiting).not.to.contain(`/cases/${court}"`);
      expect(waiting).to.contain(`/cases/${world.decisions[0]}"`);
    }));

  it('release and take out nothing by a filter that makes no sense, which the table names', () =>
    withPlanner(async ({ planner, world }) => {
      const wrong = { run: String(world.run), from: '1,5', measure: 'letter_of_love', release: 'soon' };
      const html = await pageOf(planner, `/cases?${new URLSearchParams(wrong).toString()}&days=1&days=2`);
      for (const said of [
        'Measure “letter_of_love”',
        'Balance from “1,5”',
        'Release “soon”',
        'Days past due',
      ])
        expect(html).to.contain(said);
      expect(html).to.contain(`/cases/${world.decisions[0]}"`);
      expect((await planner.post('/releases', { which: 'all', ...wrong })).status).to.equal(422);
      expect((await planner.get(`/cases/export.csv?run=${world.run}&phase=dark`)).status).to.equal(422);
      const waiting = await pageOf(planner, `/cases?run=${world.run}&release=waiting&sort=&group=`);
      expect(waiting).to.contain('3 cases').and.not.to.contain('Not understood');
    }));

  it('lead from a run over applications to the applications, and name the policy of each run', () =>
    withPlanner(async ({ planner, server, world }) => {
      const { db } = server.services;
      const { id } = await insertPortfolio(db, {
        name: 'lender',
        controller: 'Näidislaen AS',
        kind: 'credit',
        jurisdiction: 'EE',
        policy: 'consumer-credit-ee',
        sample: false,
        createdAt: NOW,
      });
      const pack = (await readPacks()).find(({ policy }) => policy.id === 'consumer-credit-ee');
      const credit = await insertRun(db, {
        portfolioId: id,
        asOf: AS_OF,
        policyId: 'consumer-credit-ee',
        policyVersion: pack?.policy.version ?? 0,
        policyFingerprint: '',
        measureResponsesId: null,
        personsTotal: 0,
        startedBy: null,
        startedAt: NOW,
      });
      const answer = await planner.get(`/cases?run=${credit.id}`);
      expect(answer.headers.get('location')).to.equal('/applications');
      expect(await pageOf(planner, '/applications')).to.contain('decided credit applications');
      const runs = await pageOf(planner, '/runs');
      expect(runs)
        .to.match(/Debt collection in Estonia \d+</)
        .and.to.match(/Consumer credit in Estonia \d+</);
      expect(await pageOf(planner, `/runs/${world.run}`)).to.contain('Policy Debt collection in Estonia');
    }));

  it('see the state of a run change with its progress, since both are fetched again together', () =>
    withPlanner(async ({ planner, world }) => {
      const html = await pageOf(planner, `/runs/${world.run}`);
      const refreshed = html.indexOf('id="progress"');
      expect(refreshed).to.be.greaterThan(0);
      expect(html.indexOf('class="tags"')).to.be.greaterThan(refreshed);
    }));

  it('need another person for what has legal effect, who may also stop it', () =>
    withPlanner(async ({ planner, server, world }) => {
      const court = String(world.decisions[2]);
      const second = inEnglish(await server.staff('planner-2', ['planner']));
      await press(second, '/releases/second', { act: 'confirm', decision: court });
      expect(await pageOf(second, '/release')).to.contain('1 nobody has released yet.');
      await press(planner, '/releases', { which: 'chosen', decision: court });
      expect(await pageOf(planner, '/release')).to.contain('Released by you');
      await press(planner, '/releases/second', { act: 'confirm', decision: court });
      expect(await pageOf(planner, '/release')).to.contain('another person must confirm it');
      await press(second, '/releases/second', { act: 'reject', decision: court });
      expect(await pageOf(second, '/release')).to.contain('1 measure stopped.');
      expect(await pageOf(second, `/cases/${court}`)).to.contain('Stopped by planner-2');
    }));

  it('save a view under a name, open it, and remove it; nobody else can', () =>
    withPlanner(async ({ planner, server }) => {
      await press(planner, '/case-views', { name: 'Large and old', query: 'from=100&days=90' });
      const html = await pageOf(planner, '/cases');
      expect(html).to.contain('href="/cases?from=100&amp;days=90"');
      const view = /\/case-views\/(\d+)\/removal/.exec(html)?.[1];
      const other = await server.staff('planner-3', ['planner']);
      expect((await other.post(`/case-views/${view}/removal`)).status).to.equal(404);
      await press(planner, `/case-views/${view}/removal`, {});
      expect(await pageOf(planner, '/cases')).to.contain('The view is removed.');
    }));

  it('export what is seen, as CSV and as a workbook', () =>
    withPlanner(async ({ planner, world }) => {
      const csv = await (
        await planner.get(`/cases/export.csv?run=${world.run}&measure=payment_order`)
      ).text();
      const lines = csv.trim().split('\r\n');
      expect(lines).to.have.length(2);
      expect(lines[1]).to.contain('payment_order');
      const workbook = await planner.get(`/cases/export.xlsx?run=${world.run}`);
      expect(workbook.status).to.equal(200);
      expect(
        Buffer.from(await workbook.arrayBuffer())
          .subarray(0, 2)
          .toString(),
      ).to.equal('PK');
    }));

  it('start no run without a day, and say why a run cannot start', () =>
    withPlanner(async ({ planner }) => {
      const order = { portfolio: 'nowhere', policy: 'collection-ee', asOf: '' };
      const undated = await planner.post('/runs', order);
      expect(undated.status).to.equal(422);
      expect(await undated.text()).to.contain('Choose a day');
      const unknown = await planner.post('/runs', { ...order, asOf: AS_OF });
      expect(unknown.status).to.equal(422);
      expect(await unknown.text()).to.contain('there is no portfolio');
    }));

  it('warn before a real file ends the sign-ins of the sample, and say how to make others once they have ended', () =>
    withServer(async (server) => {
      const stranger = server.browser();
      expect(await pageOf(stranger, '/sign-in')).to.contain('recourse staff add');
      await addStaff(server.services, 'sample-planner', ['planner'], true);
      expect(await pageOf(stranger, '/sign-in')).not.to.contain('recourse staff add');
      const sample = server.browser();
      await sample.signIn('sample-planner', PASSWORD);
      expect(await pageOf(sample, '/import')).to.contain('recourse staff add');
      await insertSmallPortfolio(server.services.db, server.services.vault, 1);
      await send(sample, [
        'person_ref,jurisdiction,language,person_kind,source,obtained_on',
        'A-1,EE,et,natural,creditor,2026-01-02',
      ]);
      expect((await sample.get('/import')).headers.get('location')).to.match(/^\/sign-in/);
      expect(await pageOf(stranger, '/sign-in')).to.contain('recourse staff add');
    }));

  it('take a file in, give the refused rows back, and take them mended', () =>
    withPlanner(async ({ planner }) => {
      const header = 'person_ref,jurisdiction,language,person_kind,source,obtained_on';
      const taken = await send(planner, [
        header,
        'A-1,EE,et,natural,creditor,2026-01-02',
        'A-2,XX,et,natural,creditor,2026-01-02',
      ]);
      expect(taken.status).to.equal(303);
      const place = taken.headers.get('location') ?? '';
      const result = await pageOf(planner, place);
      expect(result).to.contain('jurisdiction').and.to.contain('XX');
      const refused = await (await planner.get(`${place}/refused.csv`)).text();
      expect(refused).to.contain('A-2').and.to.contain('error');
      const mended = refused.replace('\ufeff', '').replaceAll('XX', 'EE');
      const again = await send(planner, mended.trim().split('\r\n'));
      expect(await pageOf(planner, again.headers.get('location') ?? '')).to.contain('Every row is in.');
    }));
});

interface Scene {
  readonly server: TestServer;
  readonly planner: Browser;
  readonly world: PlannedWorld;
}

function withPlanner(work: (scene: Scene) => Promise<void>): Promise<void> {
  return withServer(async (server) => {
    const world = await insertPlannedWorld(server.services);
    await work({ server, world, planner: inEnglish(await server.staff('planner', ['planner'])) });
  });
}

/** A finished run over three claims; the last recommends a court step. */
async function insertPlannedWorld({ db, vault }: Services): Promise<PlannedWorld> {
  const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault, 3);
  await publishPacks(db, NOW);
  await insertScorecard(db, paymentCard, null, NOW);
  const plain = decideCollection({}, 'et');
  const run = await insertRun(db, {
    portfolioId,
    asOf: AS_OF,
    policyId: plain.policy.id,
    policyVersion: plain.policy.version,
    policyFingerprint: plain.policy.fingerprint,
    measureResponsesId: null,
    personsTotal: 3,
    startedBy: null,
    startedAt: NOW,
  });
  const court = { kind: 'measure', measure: 'payment_order', release: 'two_people' } as const;
  const decisions: readonly Decision[] = [plain, plain, { ...plain, outcome: court }];
  const rows = await Promise.all(
    decisions.map(async (decision, at) => {
      const personId = personIds[at] ?? 0;
      const inputs = {
        ...decision.inputs,
        personId,
        case: { kind: 'claim', claimId: claimIds[at] ?? 0 } as const,
      };
      const key = await vault.keyFor(db, personId);
      const place = {
        portfolioId,
        runId: run.id,
        decidedAt: NOW,
        decidedBy: 'program',
        replaces: null,
      } as const;
      return decisionRow({ ...decision, inputs }, vault, key, place);
    }),
  );
  const [first = 0, second = 0, third = 0] = await insertDecisions(db, rows);
  await finishRun(db, run.id, { at: NOW, seconds: { total: 1 } });
  return { run: run.id, decisions: [first, second, third] };
}

async function press(
  browser: Browser,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const answer = await browser.post(path, fields);
  if (answer.status !== 303) throw new Error(`POST ${path}: ${answer.status}\n${await answer.text()}`);
}

async function send(browser: Browser, lines: readonly string[]): Promise<Response> {
  const form = new FormData();
  form.set('_csrf', await browser.token());
  form.set('portfolio', 'small');
  form.set('as', 'persons');
  form.append('file', new Blob([`${lines.join('\n')}\n`]), 'persons.csv');
  form.append('mapping', new Blob([]), '');
  return browser.request('/import', { method: 'POST', headers: { accept: 'text/html' }, body: form });
}
