import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright, type Page } from 'playwright-core';
import { ROOT, type Service } from './service.ts';

export const WIDTHS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } } as const;
export type Width = keyof typeof WIDTHS;

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
    options: { readonly width: Width; readonly language: 'et' | 'en'; readonly label: string },
  ): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: WIDTHS[options.width],
      locale: options.language === 'et' ? 'et-EE' : 'en-GB',
      acceptDownloads: true,
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
    await Promise.all([this.page.waitForLoadState('load'), this.page.locator(selector).first().click()]);
    await this.page.waitForLoadState('networkidle');
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
    const { violations } = await new AxeBuilder({ page: this.page }).setLegacyMode(true).analyze();
    if (violations.length > 0) {
      const places = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
      throw new Error(`${file}: not accessible to everybody\n${places.join('\n')}`);
    }
  }
}
