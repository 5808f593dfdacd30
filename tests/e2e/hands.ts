import type { OpenBrowser, Width } from './browser.ts';
import { Visitor } from './browser.ts';
import type { Service } from './service.ts';

/** How somebody comes: without a mouse, or without scripts. */
export interface Way {
  readonly by: 'keyboard' | 'no-scripts';
  readonly width: Width;
}

export const WAYS: readonly Way[] = (['keyboard', 'no-scripts'] as const).flatMap((by) =>
  (['phone', 'desktop'] as const).map((width) => ({ by, width })),
);

/** The same journey is walked by keys alone, and by a browser whose scripts are off. */
export class Hands {
  readonly visitor: Visitor;
  readonly #way: Way;

  private constructor(visitor: Visitor, way: Way) {
    this.visitor = visitor;
    this.#way = way;
  }

  static async arrive(
    { browser }: OpenBrowser,
    service: Service,
    way: Way,
    { username, password }: { readonly username: string; readonly password: string | undefined },
  ): Promise<Hands> {
    const visitor = await Visitor.arrive(browser, service, {
      width: way.width,
      language: 'en',
      label: `${username}-${way.by}`,
      scripts: way.by === 'keyboard',
    });
    const hands = new Hands(visitor, way);
    await hands.type('input[name=username]', username);
    await hands.type('input[name=password]', password ?? service.passwords.get(username) ?? '');
    await hands.press('form[action="/sign-in"]:has(input[type=password]) button');
    return hands;
  }

  /** What an address bar does; a keyboard gets anywhere by it. */
  go(address: string): Promise<void> {
    return this.visitor.go(address);
  }

  async type(selector: string, text: string): Promise<void> {
    const { page } = this.visitor;
    if (this.#way.by === 'no-scripts') return page.fill(selector, text);
    await this.visitor.tabTo(selector);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(text);
  }

  /** A day into a field of dates: month, day, year, as this browser asks whatever the page's language. */
  async typeDay(selector: string, day: string): Promise<void> {
    const { page } = this.visitor;
    if (this.#way.by === 'no-scripts') return page.fill(selector, day);
    await this.visitor.tabTo(selector);
    const [year = '', month = '', date = ''] = day.split('-');
    await page.keyboard.type(month + date + year);
  }

  /** The option that begins so. */
  async choose(selector: string, label: string): Promise<void> {
    const { page } = this.visitor;
    if (this.#way.by === 'keyboard') {
      await this.visitor.tabTo(selector);
      await page.keyboard.type(label);
      return;
    }
    const option = page.locator(`${selector} option`).filter({ hasText: label }).first();
    await page.selectOption(selector, (await option.getAttribute('value')) ?? '');
  }

  /** One of several; the arrow keys move between them. */
  async mark(selector: string): Promise<void> {
    const { page } = this.visitor;
    if (this.#way.by === 'no-scripts') return page.check(selector);
    const name = (await page.locator(selector).getAttribute('name')) ?? '';
    await this.visitor.tabTo(`input[name=${name}]`);
    for (let moves = 0; moves < 10 && !(await page.locator(selector).isChecked()); moves += 1) {
      await page.keyboard.press(moves === 0 ? 'Space' : 'ArrowDown');
    }
    if (!(await page.locator(selector).isChecked())) throw new Error(`no key marks ${selector}`);
  }

  /** A file from this computer. */
  async send(selector: string, name: string, content: string): Promise<void> {
    const { page } = this.visitor;
    const file = { name, mimeType: 'text/csv', buffer: Buffer.from(content) };
    if (this.#way.by === 'no-scripts') return page.setInputFiles(selector, file);
    await this.visitor.tabTo(selector);
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    await chooser.setFiles(file);
  }

  async press(selector: string): Promise<void> {
    if (this.#way.by === 'no-scripts') return this.visitor.press(selector);
    await this.visitor.keyTo(selector);
  }

  /** Opens what is folded; a browser without scripts does that by itself. */
  async unfold(selector: string): Promise<void> {
    const { page } = this.visitor;
    if (this.#way.by === 'no-scripts') return page.click(selector);
    await this.visitor.tabTo(selector);
    await page.keyboard.press('Enter');
  }
}
