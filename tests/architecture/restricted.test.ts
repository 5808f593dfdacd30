import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** What scores a person, or tries what a score would be. */
const SCORES =
  /import \{[^}]*\b(decide|decideWith|whatIf|scoreCase|trainScorecard)\b[^}]*\} from '[^']*scoring\/(decision|explanation)\//;
/** Asks on its own account, or is handed the answer. */
const ASKS = /\bisRestricted\(|\bisKept: boolean/;

/** Files that decide again from the very inputs of a decision only to say what its rules said then. */
const RETELLS = ['server/routes/explained.ts'];

describe('data that are only kept', () => {
  const files = readdirSync(path.join(root, 'server'), { recursive: true })
    .map((file) => `server/${String(file)}`)
    .filter((file) => file.endsWith('.ts'));

  it('are scored by no file of the server: each that decides asks first (GDPR art. 18)', () => {
    const scoring = files.filter((file) => SCORES.test(readFileSync(path.join(root, file), 'utf8')));
    expect(scoring).to.include.members([
      'server/actions/run-portfolio.ts',
      'server/actions/decide-cases.ts',
      'server/actions/decide-today.ts',
      'server/actions/redecide-corrected.ts',
      'server/routes/what-if.ts',
      'server/routes/customer-what-if.ts',
    ]);
    const careless = scoring
      .filter((file) => !RETELLS.includes(file))
      .filter((file) => !ASKS.test(readFileSync(path.join(root, file), 'utf8')));
    expect(careless, careless.join(', ')).to.deep.equal([]);
  });
});
