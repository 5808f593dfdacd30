import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';

const ROOT = path.resolve(import.meta.dirname, '../..');
const text = readFileSync(path.join(ROOT, 'docs/promises.md'), 'utf8');

/** How many promises each of the five notices makes. */
const PROMISES = { L: 64, S: 44, E: 11, O: 48, A: 32 } as const;
const IDS = Object.entries(PROMISES).flatMap(([notice, count]) =>
  Array.from({ length: count }, (_, at) => `${notice}${String(at + 1).padStart(2, '0')}`),
);
const NEVER_LEFT = ['decisions', 'review', 'rights', 'retention', 'disclosure'];
const OUTSIDE =
  /^(Recruitment|CCTV|Marketing|Campaigns: marketing|Newsletters: marketing|Cookies|Data of contacts at client firms)/;

interface Promised {
  readonly id: string;
  readonly about: string;
  readonly state: string;
  readonly by: string;
  readonly test: string | null;
}

const promised: readonly Promised[] = text
  .split('\n')
  .filter((line) => /^\| [A-Z]\d\d \|/.test(line))
  .map((line) => {
    const [id = '', about = '', state = '', by = '', test = ''] = line
      .split(' | ')
      .map((cell) => cell.replace(/^\| |\s*\|$/g, ''));
    return { id, about, state, by, test: /^`(.+)`$/.exec(test)?.[1] ?? null };
  });

describe('docs/promises.md', () => {
  it('lists every promise once, in order', () => {
    expect(promised.map(({ id }) => id)).to.deep.equal(IDS);
  });

  it('counts them at the top', () => {
    const count = (state: string): number => promised.filter((each) => each.state === state).length;
    expect(text).to.include(
      `**${IDS.length} promises: ${count('kept')} kept, ${count('outside the product')} outside the product, ${count('not yet built')} not yet built.**`,
    );
    expect(count('kept') + count('outside the product') + count('not yet built')).to.equal(IDS.length);
  });

  it('names for each that is kept a test that exists, and only files that exist', () => {
    for (const { id, state, by, test } of promised) {
      if (state === 'kept') expect(test, `${id}: no test`).to.not.equal(null);
      if (test !== null) expect(existsSync(path.join(ROOT, test)), `${id}: no ${test}`).to.equal(true);
      for (const [file] of by.matchAll(/\b(?:scoring|data|server|review-ui|docs)\/[\w./-]*\w/g)) {
        expect(existsSync(path.join(ROOT, file)), `${id}: no ${file}`).to.equal(true);
      }
    }
  });

  it('leaves nothing of explanation, review, rights, retention or disclosure for later', () => {
    for (const { id, about, state } of promised) {
      if (state === 'not yet built') expect(NEVER_LEFT, `${id} is about ${about}`).to.not.include(about);
    }
  });

  it('calls outside the product only what is: recruitment, marketing, a firm’s own website, CCTV', () => {
    for (const { id, state, by } of promised) {
      if (state === 'outside the product') expect(by, id).to.match(OUTSIDE);
    }
  });

  it('names no firm', () => {
    for (const firm of ['Lowell', 'Sofi', 'Ekspress', 'Olerex', 'Annomen', 'Creditinfo', 'Asiakastieto']) {
      expect(text).to.not.include(firm);
    }
  });
});
