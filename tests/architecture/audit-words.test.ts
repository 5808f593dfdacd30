import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { REQUEST_STEPS } from '../../scoring/safeguards/request-states.ts';
import { SETTLEMENTS } from '../../server/actions/settle-delivery.ts';
import { STAFF_LANGUAGES } from '../../review-ui/locales/load.ts';
import { wordingFor } from '../../review-ui/wording.ts';

const SERVER = path.resolve(import.meta.dirname, '../../server');
const sources = readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(path.join(SERVER, file), 'utf8'));

/** What the pattern's group finds in the program, each once. */
function named(pattern: RegExp): string[] {
  return [...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name)))];
}

describe('the audit trail', () => {
  for (const language of STAFF_LANGUAGES) {
    const { has } = wordingFor(language);

    it(`says in words what was done: ${language}`, () => {
      const actions = named(/\baction: (?:[^'\n]*\? )?'(\w+\.[\w.]+)'/g)
        // The other of two.
        .concat(named(/\baction: [^'\n]*\? '[^']+' : '(\w+\.[\w.]+)'/g));
      expect(actions.length).to.be.greaterThan(30);
      actions.push(
        ...REQUEST_STEPS.map((step) => `rights.${step}`),
        ...SETTLEMENTS.map((as) => `notice.${as}`),
      );
      const wordless = actions.filter((action) => !has(`staff.action.${action.replaceAll('.', '_')}`));
      expect(wordless).to.deep.equal([]);
    });

    it(`says in words what it was about: ${language}`, () => {
      const subjects = named(/\bsubject: \{ kind: '(\w+)'/g);
      expect(subjects.length).to.be.greaterThan(15);
      expect(subjects.filter((kind) => !has(`staff.subject.${kind}`))).to.deep.equal([]);
    });
  }
});
