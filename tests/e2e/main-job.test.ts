import { expect } from 'chai';
import type { OpenBrowser, Width } from './browser.ts';
import { codeInNotice, decisionOf, decisionsWith, recourse, type Service } from './service.ts';
import { LENT, shared, takeDecisions } from './shared.ts';
import { arrive, contest, decideByCommittee, SAMPLE_COMMITTEE, type Walk } from './walk.ts';

const AS_OF = '2026-10-31';

/** The main job, end to end, in a real browser on the service as `npm start` runs it. */
describe('the main job in a browser', function () {
  this.timeout(600_000);
  let opened: OpenBrowser;
  let service: Service;
  let declined: readonly number[];

  before(async () => {
    ({ service, opened } = await shared());
    declined = await takeDecisions('creditable', 2);
  });

  const WALKS: readonly { readonly language: 'et' | 'en'; readonly width: Width }[] = [
    { language: 'en', width: 'desktop' },
    { language: 'et', width: 'phone' },
  ];
  WALKS.forEach(({ language, width }, nth) => {
    describe(`in ${language === 'et' ? 'Estonian' : 'English'} on a ${width}`, () => {
      const walk = (): Walk => ({ browser: opened.browser, service, language, width });

      it('a planner runs a portfolio, reads the cases and releases; a second person confirms', async () => {
        const planner = await arrive(walk(), 'planner');
        await planner.signIn('planner1');
        await planner.picture('dashboard');
        await planner.go('/runs');
        await planner.page.selectOption('select[name=portfolio]', 'fi-collector');
        await planner.page.selectOption('select[name=policy]', 'collection-fi');
        await planner.page.fill('input[name=asOf]', AS_OF);
        await planner.press('form[action="/runs"] button');
        const runPath = planner.path();
        expect(runPath).to.match(/^\/runs\/\d+$/);
        await planner.picture('run-progress');
        await planner.page.waitForSelector('#progress .figures', { timeout: 120_000 });
        expect(await planner.page.locator('#progress .tags').innerText()).to.match(/^(done|valmis)/);
        await planner.picture('run-done');
        const run = runPath.split('/').at(-1) ?? '';

        await planner.go(`/cases?run=${run}`);
        await planner.picture('cases');
        await planner.go(`/cases?run=${run}&group=measure`);
        await planner.picture('cases-grouped');
        await planner.go(`/cases?run=${run}&sort=balance&order=down`);
        await planner.press('tbody tr th a');
        expect(planner.path()).to.match(/^\/cases\/\d+$/);
        await planner.picture('case');
        await planner.press('form[action="/releases"] button');
        expect(await planner.page.locator('.message').count()).to.equal(1);

        await planner.go(`/cases?run=${run}`);
        await planner.press('button[name=which][value=all]');
        await planner.picture('released');
        await planner.go('/release');
        const waiting = await planner.page.locator('tbody tr').count();
        await planner.picture('own-releases');
        expect(await planner.page.locator('tbody input[type=checkbox]').count()).to.equal(0);

        const second = await arrive(walk(), 'second');
        await second.signIn('planner2');
        await second.go('/release');
        await second.picture('second-release');
        expect(waiting, 'the run recommends at least one measure with legal effect').to.be.greaterThan(0);
        await second.page.locator('tbody input[type=checkbox]').first().check();
        await second.press('button[name=act][value=confirm]');
        expect(await second.page.locator('tbody tr').count()).to.equal(waiting - 1);
      });

      it('a customer reads the decision, contests it, a committee changes it, and the customer sees it', async () => {
        const decisionId = declined[nth] ?? 0;
        const customer = await arrive(walk(), 'customer');
        await customer.signInWithCode(await codeInNotice(service.home, decisionId));
        expect(customer.path()).to.equal('/my');
        await customer.picture('home');
        const track = await contest(
          customer,
          decisionId,
          'I was between jobs for a month. I have a contract now. Täname!',
        );
        const reviewId = Number(track.split('/').at(-1));

        await decideByCommittee(walk(), reviewId, SAMPLE_COMMITTEE, async (member) => {
          await member.page.check('input[name=verdict][value=change]');
          await member.page.fill('input[name=amount]', String(LENT.amountCents / 100));
          await member.page.fill('input[name=term]', String(LENT.termMonths));
        });

        await customer.go(track);
        await customer.picture('outcome');
        await customer.press('main a.button.first');
        const seen = await customer.text();
        await customer.picture('new-decision');
        expect(seen).to.include('REASONS OF member1');
        const newest = await decisionsWith(service.home, 'approve', 10_000);
        const replacement = await decisionOf(service.home, newest.at(-1) ?? 0);
        expect(replacement.replaces_decision_id).to.equal(decisionId);
        expect(replacement.decided_by).to.equal('people');
      });

      it('a code in a letter signs in once', async () => {
        const stranger = await arrive(walk(), 'used-code');
        await stranger.signInWithCode(await codeInNotice(service.home, declined[nth] ?? 0));
        expect(stranger.path()).to.match(/^\/sign-in/);
      });
    });
  });

  it('leaves an audit trail that verifies', async () => {
    expect(await recourse(service.home, 'audit', 'verify')).to.include({ intact: true });
  });
});
