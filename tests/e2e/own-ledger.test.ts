import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import type { OpenBrowser } from './browser.ts';
import {
  codeInNotice,
  decisionOf,
  explainedOf,
  recourse,
  type Service,
  SHARED,
  startService,
  temporaryHome,
} from './service.ts';
import { sharedBrowser } from './shared.ts';
import { arrive, contest, decideByCommittee, type Walk } from './walk.ts';

const LEDGER = path.join(SHARED, 'taiwan_default.csv');
const AS_OF = '2005-09-30';
const PEOPLE = [
  ['planner', 'planner'],
  ['officer', 'officer'],
  ['member-a', 'member'],
  ['member-b', 'member'],
  ['member-c', 'member'],
  ['chair', 'chair'],
] as const;

/** README's example of bringing one's own ledger: 30,000 real histories, from the file to a committee's outcome. */
describe('the main job on real history', function () {
  this.timeout(900_000);
  const home = temporaryHome();
  let opened: OpenBrowser;
  let service: Service;
  const passwords = new Map<string, string>();

  before(async function () {
    if (!existsSync(LEDGER)) {
      console.warn(`SKIPPED: the main job on real history needs ${path.basename(LEDGER)}, which is not here`);
      this.skip();
    }
    opened = await sharedBrowser();
  });
  after(async () => {
    await service?.stop();
  });

  it('takes the whole ledger in through its mapping, nothing refused', async () => {
    const taken = await recourse(home, 'import', LEDGER, '--mapping', 'data/mappings/taiwan-default.yaml');
    expect(taken).to.include({ accepted: 30_000, refused: 0, refusedFile: null });
  });

  it('learns a scorecard without the protected columns, and decides everybody with it', async () => {
    const learnt = await recourse(
      home,
      ...['learn', '--portfolio', 'Taiwan', '--target', 'outcome:default_next_month', '--as-of', AS_OF],
      ...['--scorecard', 'default-next-month', '--hold-out', '--no-challenger'],
    );
    expect(learnt['auc']).to.be.greaterThan(0.77);
    const run = await recourse(
      home,
      'run',
      '--portfolio',
      'Taiwan',
      '--as-of',
      AS_OF,
      '--policy',
      'card-accounts',
    );
    expect(run).to.include({ cases: 30_000, decided: 30_000 });
  });

  it('explains all 30,000: each sum is exact, and each decision says why', async () => {
    let explained = 0;
    for await (const { decision, explanation } of explainedOf(home)) {
      explained += 1;
      for (const { base, contributions, sum } of explanation.scores) {
        expect(contributions.reduce((total, { logOdds }) => total + logOdds, base)).to.equal(sum);
      }
      const names = Object.keys(decision.inputs.values);
      expect(names.filter((name) => /^(sex|age|marriage|education)$/i.test(name))).to.deep.equal([]);
    }
    expect(explained).to.equal(30_000);
  });

  it('lets one person contest the measure, and a committee answers', async () => {
    for (const [username, role] of PEOPLE) {
      const added = await recourse(home, 'staff', 'add', username, '--name', username, '--roles', role);
      passwords.set(username, String(added['password']));
      if (role !== 'member' && role !== 'chair') continue;
      const term = ['--until', '2099-01-01', '--trained', '2026-01-02'];
      await recourse(home, 'staff', 'appoint', username, '--as', role, ...term);
    }
    service = await startService(home, { SAMPLE: 'no' });
    const walk: Walk = { browser: opened.browser, service, language: 'en', width: 'desktop' };
    const planner = await arrive(walk, 'ledger-planner');
    await planner.signIn('planner', passwords.get('planner'));
    await planner.go('/runs/1');
    await planner.picture('run');
    await planner.go('/cases?run=1&measure=call');
    await planner.press('tbody tr th a');
    const decisionId = Number(planner.path().split('/').at(-1));
    await planner.picture('case');
    await planner.press('form[action="/releases"] button');

    const customer = await arrive(walk, 'ledger-customer');
    await customer.signInWithCode(await codeInNotice(home, decisionId));
    const track = await contest(customer, decisionId, 'I paid the bill of August in the bank on 2 October.');
    const reviewId = Number(track.split('/').at(-1));
    await decideByCommittee(
      walk,
      reviewId,
      { officer: 'officer', members: ['member-a', 'member-b', 'member-c'], chair: 'chair', passwords },
      async (member) => {
        await member.page.check('input[name=verdict][value=change]');
        await member.page.selectOption('select[name=measure]', 'no_action');
      },
    );
    await customer.go(track);
    await customer.picture('outcome');
    expect(await customer.text()).to.include('REASONS OF member-b');
    const { decided_by: decidedBy, measure } = await decisionOf(home, 30_001);
    expect({ decidedBy, measure }).to.deep.equal({ decidedBy: 'people', measure: 'no_action' });
    expect(await recourse(home, 'audit', 'verify')).to.include({ intact: true });
  });
});
