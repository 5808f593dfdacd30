import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { withDatabase } from './temp-database.ts';

describe('docs/records.md', () => {
  it('names every table of the schema', async () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/records.md'), 'utf8');
    const tables = await withDatabase(({ db }) =>
      db('sqlite_master')
        .where({ type: 'table' })
        .whereNot('name', 'like', 'sqlite_%')
        .orderBy('name')
        .pluck<string[]>('name'),
    );
    expect(tables.filter((table) => !text.includes(`\`${table}\``))).to.deep.equal([]);
    expect(tables).to.include('decisions');
  });
});
