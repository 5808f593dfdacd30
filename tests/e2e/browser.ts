import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright, type Page } from 'playwright-core';
import type { Language } from '../../scoring/portfolio/records.ts';
import { ROOT, type Service } from './service.ts';

export const WIDTHS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } } as const;
export type Width = keyof typeof WIDTHS;

const LOCALES: Readonly<Record<Language, string>> = { et: 'et-EE', en: 'en-GB', fi: 'fi-FI', sv: 'sv-FI' };

const TABS_AT_MOST = 150;
const PICTURES = path.join(ROOT, 'artefacts', 'screenshots');

/** A real Chromium: the one on the machine where there is one, the one from npm otherwise. */
export async function openBrowser(): Promise<OpenBrowser> {
  const own = '/usr/bin/chromium';
  const executablePath = existsSync(own) ? own : await chromium.executablePath();
  // Not the package's own arguments: they are for a cloud function, with one process and web security off.
  const server = await playwright.launchServer({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
    headless: true,
  });
  return {
    browser: await playwright.connect(server.wsEndpoint()),
    // The build from npm may fall over when a session is closed: sessions stay open until it is killed whole.
    close: () => server.kill(),
  };
}

export interface OpenBrowser {
  readonly browser: Browser;
  readonly close: () => Promise<void>;
}

/** One person at their own screen, in their own session. */
export class Visitor {
  readonly page: Page;
  readonly #service: Service;
  readonly #label: string;
  #picture = 0;

  private constructor(page: Page, service: Service, label: string) {
    this.page = page;
    this.#service = service;
    this.#label = label;
  }

  static async arrive(
    browser: Browser,
    service: Service,
    options: {
      readonly width: Width;
      readonly language: Language;
      readonly label: string;
      /** False: JavaScript is off. */
      readonly scripts?: boolean;
    },
  ): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: WIDTHS[options.width],
      locale: LOCALES[options.language],
      acceptDownloads: true,
      javaScriptEnabled: options.scripts ?? true,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const visitor = new Visitor(page, service, `${options.language}-${options.width}-${options.label}`);
    await visitor.go('/sign-in');
    return visitor;
  }

  async signIn(username: string, password = this.#service.passwords.get(username) ?? ''): Promise<void> {
    await this.page.fill('input[name=username]', username);
    await this.page.fill('input[name=password]', password);
    await this.press('form[action="/sign-in"]:has(input[type=password]) button');
  }

  async signInWithCode(code: string): Promise<void> {
    await this.page.fill('input[name=code]', code);
    await this.press('form[action="/sign-in/code"] button');
  }

  async go(address: string): Promise<void> {
    await this.page.goto(address.startsWith('http') ? address : this.#service.address + address);
  }

  /** Presses and waits for the page that comes. */
  async press(selector: string): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.page.locator(selector).first().click()]);
  }

  /** Moves on with the Tab key, as somebody without a mouse does, until the focus is there and can be seen. */
  async tabTo(selector: string): Promise<void> {
    const looksAt = `(() => {
      const here = document.activeElement;
      return here === document.querySelector(${JSON.stringify(selector)}) ? getComputedStyle(here).outlineStyle : null;
    })()`;
    for (let presses = 0; presses < TABS_AT_MOST; presses += 1) {
      await this.page.keyboard.press('Tab');
      const outline = await this.page.evaluate<string | null>(looksAt);
      if (outline === 'none') throw new Error(`${this.path()}: nobody sees that ${selector} has the focus`);
      if (outline !== null) return;
    }
    throw new Error(`${this.path()}: ${TABS_AT_MOST} presses of Tab do not lead to ${selector}`);
  }

  /** Goes there with Tab, presses the key, and waits for the page that comes. */
  async keyTo(selector: string, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
    await this.tabTo(selector);
    await Promise.all([this.page.waitForEvent('load'), this.page.keyboard.press(key)]);
  }

  async follow(href: string): Promise<void> {
    await this.press(`a[href="${href}"]`);
  }

  text(): Promise<string> {
    return this.page.locator('main').innerText();
  }

  heading(): Promise<string> {
    return this.page.locator('h1').innerText();
  }

  path(): string {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }

  /** Kept as an artefact, to be looked at. A page wider than the screen, or one that axe finds fault with, is a fault. */
  async picture(name: string): Promise<void> {
    mkdirSync(PICTURES, { recursive: true });
    this.#picture += 1;
    const file = `${this.#label}-${String(this.#picture).padStart(2, '0')}-${name}.png`;
    await this.page.screenshot({ path: path.join(PICTURES, file), fullPage: true });
    const [content, screen] = await this.page.evaluate<readonly number[]>(
      '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
    );
    if ((content ?? 0) > (screen ?? 0)) {
      throw new Error(`${file}: the page is ${content} px wide on a screen of ${screen} px`);
    }
    const places = await barriersOf(this.page);
    if (places.length > 0) throw new Error(`${file}: not accessible to everybody\n${places.join('\n')}`);
  }
}

/** What keeps somebody from using the page, as axe finds it: the rule, and the first place. */
export async function barriersOf(page: Page, { colours = true } = {}): Promise<readonly string[]> {
  const found = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'], rules: { 'color-contrast': { enabled: colours } } })
    .analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}
