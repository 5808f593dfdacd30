import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core';
import { createApp, routesOf } from '../../server/app.ts';
import type { RouteDeclaration } from '../../server/http/route.ts';
import { createLog } from '../../server/log.ts';
import { STAFF_ROLES } from '../../server/identity/identify.ts';
import { testConfiguration } from '../server/http/test-server.ts';
import { barriersOf, type OpenBrowser } from './browser.ts';
import { decisionsToContest, type HostileWorld, insertHostileWorld, PASSWORD } from './hostile-world.ts';
import { faultsOf } from './page-faults.ts';
import { type SampleIds, type Visit, visitsOf } from './page-visits.ts';
import { reading, type Service } from './service.ts';
import { shared } from './shared.ts';

const WIDTHS = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 760 } } as const;
const SIDE_BY_SIDE = 2;

/** Every page that a route declares, in a real browser, of people whose names and words are attacks. */
describe('every page', function () {
  this.timeout(600_000);
  let opened: OpenBrowser;
  let service: Service;
  let world: HostileWorld;
  let routes: readonly RouteDeclaration[];
  let visits: readonly Visit[];

  before(async () => {
    ({ service, opened } = await shared());
    const contested = await decisionsToContest();
    await reading(service.home, async (db, vault) => {
      const configuration = testConfiguration({ RECOURSE_HOME: service.home });
      const log = createLog(configuration);
      routes = routesOf(createApp({ db, vault, configuration, clock: () => new Date(), log }));
      world = await insertHostileWorld({ db, vault }, contested);
    });
    visits = visitsOf(routes, world, await sampleIds(service));
  });

  it('opens at 360 and at 1280 pixels without a barrier, a raw code or a cut text, and runs nothing it was told', async () => {
    const faults: string[] = [];
    const people = new People(opened, service, world);
    const waiting = looksAt(visits);
    // Answers to forms come last: they change what the other pages show.
    waiting.sort((a, b) => Number(a.visit.press !== undefined) - Number(b.visit.press !== undefined));
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        faults.push(...(await look(people, next)));
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    if (faults.length > 0) throw new Error(`${faults.length} faults\n${faults.sort().join('\n')}`);
  });
});

/** On the wide screen and on the phone. Staff pages speak English where a language is not theirs. */
const LANGUAGES = [
  ['et', 'en'],
  ['sv', 'fi'],
] as const;

interface Look {
  readonly visit: Visit;
  readonly widths: readonly (keyof typeof WIDTHS)[];
  /** Colours are looked at once an address: they depend neither on the screen nor on what stands there. */
  readonly colours: boolean;
  readonly language: string;
}

/** Each address is looked at on both screens the first time, and in its further states on one of them by turns. */
function looksAt(visits: readonly Visit[]): Look[] {
  const known = new Set<string>();
  return visits.flatMap((visit, at): readonly Look[] => {
    const [wide, narrow] = LANGUAGES[isStaff(visit) ? 0 : at % 2]!;
    // What a form answers with is asked for once, whatever the screen.
    if (visit.press !== undefined)
      return [{ visit, widths: ['desktop', 'phone'], language: wide, colours: false }];
    const address = visit.path.replaceAll(/\d+/g, 'N').replace(/\?.*/, '');
    const both: readonly Look[] = [
      { visit, widths: ['desktop'], language: wide, colours: !known.has(address) },
      { visit, widths: ['phone'], language: narrow, colours: false },
    ];
    if (known.has(address)) return [both[at % 2]!];
    known.add(address);
    return both;
  });
}

/** What is wrong with the page on these screens, each fault with its place. */
async function look(people: People, { visit, widths, language, colours }: Look): Promise<readonly string[]> {
  const address = `${visit.as} ${visit.path}${visit.press === undefined ? '' : ` → ${visit.press}`}`;
  const faults: string[] = [];
  let page: Page | null = null;
  try {
    page = await people.pageOf(visit.as);
    await page.setViewportSize(WIDTHS[widths[0] ?? 'phone']);
    const heard: string[] = [];
    const hear = (message: ConsoleMessage): unknown =>
      message.type() === 'error' &&
      !message.text().startsWith('Failed to load resource') &&
      heard.push(`the browser complains: ${message.text()}`);
    page.on('console', hear);
    const status = await open(page, people.address, visit, language);
    page.off('console', hear);
    const wanted = visit.status ?? 200;
    faults.push(...heard, ...(status === wanted ? [] : [`answers ${status} and not ${wanted}`]));
    for (const width of widths) {
      await page.setViewportSize(WIDTHS[width]);
      const found = [...(await faultsOf(page)), ...(await barriersOf(page, { colours }))];
      faults.push(...found.map((fault) => `${width}: ${fault}`));
    }
  } catch (error) {
    faults.push(error instanceof Error ? error.message.slice(0, 300) : String(error));
  } finally {
    if (page !== null) people.giveBack(visit.as, page);
  }
  return faults.map((fault) => `${address} (${language}): ${fault}`);
}

async function open(page: Page, address: string, visit: Visit, language: string): Promise<number> {
  const separator = visit.path.includes('?') ? '&' : '?';
  const shown = await page.goto(`${address}${visit.path}${separator}lang=${language}`);
  if (visit.press === undefined) return shown?.status() ?? 0;
  for (const [name, text] of Object.entries(visit.type ?? {})) {
    await page.locator(`main [name=${name}]`).first().fill(text);
  }
  // As a browser without its own checks would send it.
  await page.evaluate('for (const form of document.forms) form.noValidate = true');
  const button = page.locator(`main ${visit.press}`).first();
  await button.evaluate((element: { closest: (of: string) => { open: boolean } | null }) => {
    const fold = element.closest('details');
    if (fold !== null) fold.open = true;
  });
  const [answer] = await Promise.all([
    page.waitForResponse((each) => each.request().isNavigationRequest() && each.status() !== 303),
    page.waitForEvent('load'),
    button.click(),
  ]);
  return answer.status();
}

/** Each visitor signs in once; their pages are used again. */
class People {
  readonly address: string;
  readonly #opened: OpenBrowser;
  readonly #service: Service;
  readonly #world: HostileWorld;
  readonly #contexts = new Map<string, Promise<BrowserContext>>();
  readonly #free = new Map<string, Page[]>();

  constructor(opened: OpenBrowser, service: Service, world: HostileWorld) {
    this.address = service.address;
    this.#opened = opened;
    this.#service = service;
    this.#world = world;
  }

  async pageOf(visitor: string): Promise<Page> {
    const context = this.#contexts.get(visitor) ?? this.#arrive(visitor);
    this.#contexts.set(visitor, context);
    const page = this.#free.get(visitor)?.pop() ?? (await (await context).newPage());
    page.setDefaultTimeout(20_000);
    return page;
  }

  giveBack(visitor: string, page: Page): void {
    this.#free.set(visitor, [...(this.#free.get(visitor) ?? []), page]);
  }

  async #arrive(visitor: string): Promise<BrowserContext> {
    const context = await this.#opened.browser.newContext();
    if (visitor === 'stranger') return context;
    const page = await context.newPage();
    await page.goto(`${this.address}/sign-in`);
    const { codes, staff } = this.#world;
    if (visitor === 'choosing' || visitor === 'representative') {
      await page.fill('input[name=code]', codes[visitor]);
      await Promise.all([page.waitForEvent('load'), page.click('form[action="/sign-in/code"] button')]);
      if (visitor === 'representative') {
        await Promise.all([page.waitForEvent('load'), page.click('form[action="/acting"] button')]);
      }
    } else {
      const ofSample = staff[visitor] === undefined ? this.#service.passwords.get(visitor) : undefined;
      await page.fill('input[name=username]', staff[visitor] ?? visitor);
      await page.fill('input[name=password]', ofSample ?? PASSWORD);
      await Promise.all([
        page.waitForEvent('load'),
        page.click('form[action="/sign-in"]:has(input[type=password]) button'),
      ]);
    }
    if (new URL(page.url()).pathname.startsWith('/sign-in')) throw new Error(`${visitor} could not sign in`);
    this.giveBack(visitor, page);
    return context;
  }
}

async function sampleIds({ home }: Service): Promise<SampleIds> {
  return reading(home, async (db) => {
    const first = async (table: string, where: object = {}): Promise<number> => {
      const row = (await db(table).where(where).orderBy('id').first('id')) as { id: number } | undefined;
      if (row === undefined) throw new Error(`the sample has no ${table}`);
      return row.id;
    };
    const customer = (await db('customers').where({ username: 'customer' }).first('person_id')) as {
      person_id: number;
    };
    return {
      run: await first('runs'),
      measured: await first('decisions', { outcome_kind: 'measure' }),
      declined: await first('decisions', { person_id: customer.person_id }),
      application: await first('applications'),
    };
  });
}

function isStaff({ as }: Visit): boolean {
  return (STAFF_ROLES as readonly string[]).includes(as);
}
