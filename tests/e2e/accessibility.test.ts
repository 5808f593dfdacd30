import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'chai';
import type { Visitor, Width } from './browser.ts';
import { decisionsWith, type Service, startService, temporaryHome } from './service.ts';
import { arrive } from './walk.ts';

/** The pages of each role after a start with the sample; `:case` is one of the first run, `:decision` the customer's own. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  planner1: ['/dashboard', '/import', '/runs', '/runs/1', '/cases?run=1', '/cases/:case', '/release'],
  customer: ['/my', '/my/data', ':decision', ':decision/review'],
  officer: ['/reviews', '/applications'],
  auditor: ['/audit'],
};

/** What a program can find of WCAG: names, roles, contrast, order of headings. People must still try the rest. */
describe('accessibility', function () {
  this.timeout(300_000);
  let service: Service;
  let firstCase: number;

  before(async () => {
    service = await startService(temporaryHome(), { SAMPLE_PERSONS: '300' });
    firstCase = (await decisionsWith(service.home, 'measure', 1))[0] ?? 0;
  });
  after(async () => {
    await service?.stop();
  });

  const SCREENS: readonly { readonly language: 'et' | 'en'; readonly width: Width }[] = [
    { language: 'en', width: 'desktop' },
    { language: 'et', width: 'phone' },
  ];
  for (const screen of SCREENS) {
    it(`axe finds no fault on any page (${screen.language}, ${screen.width})`, async () => {
      const stranger = await arrive({ service, ...screen }, 'stranger');
      expect(await faultsOf(stranger)).to.deep.equal([]);
      await stranger.leave();
      for (const [username, paths] of Object.entries(PAGES)) {
        const visitor = await arrive({ service, ...screen }, username);
        await visitor.signIn(username);
        const decision = await firstDecisionOn(visitor);
        for (const path of paths) {
          await visitor.go(path.replace(':case', String(firstCase)).replace(':decision', decision));
          expect(await visitor.page.locator('h1').count(), path).to.equal(1);
          expect(await faultsOf(visitor), path).to.deep.equal([]);
        }
        await visitor.leave();
      }
    });
  }
});

/** The first decision that the page links to; right after signing in, that page is a customer's overview. */
async function firstDecisionOn({ page }: Visitor): Promise<string> {
  const links = page.locator('a[href^="/my/decisions/"]');
  return (await links.count()) === 0 ? '' : ((await links.first().getAttribute('href')) ?? '');
}

/** Legacy mode stays in the one page: Chromium from npm does not open a second one. */
async function faultsOf({ page }: Visitor): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes[0]?.html.slice(0, 120) ?? ''})`);
}
