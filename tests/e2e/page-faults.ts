import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from './service.ts';

const inPage = readFileSync(path.join(import.meta.dirname, 'page-faults.js'), 'utf8');
const parts = readdirSync(path.join(ROOT, 'review-ui/locales/et')).map((file) =>
  path.basename(file, '.json'),
);

/** What a reader of this page would stumble over: words, width, headings, and whatever somebody smuggled in. */
export function faultsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`(${inPage})(${JSON.stringify(parts)})`);
}
