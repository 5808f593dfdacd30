import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson, fingerprintOf, fingerprintOfTable } from '../../../scoring/scorecard/fingerprint.ts';
import { madeTable } from './made-table.ts';

describe('fingerprints', () => {
  it('canonical JSON is JSON, and the same for the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(canonicalJson(plain))).to.deep.equal(plain);
      }),
    );
  });

  it('the order in which members were set does not matter, the order of a list does', () => {
    expect(fingerprintOf({ a: 1, b: { c: 2, d: 3 } })).to.equal(fingerprintOf({ b: { d: 3, c: 2 }, a: 1 }));
    expect(fingerprintOf([1, 2])).not.to.equal(fingerprintOf([2, 1]));
  });

  it('what JSON cannot say is refused, not silently changed', () => {
    expect(() => canonicalJson({ a: NaN })).to.throw('canonical JSON has no NaN');
    expect(() => canonicalJson([Infinity])).to.throw('canonical JSON has no Infinity');
  });

  it('a single changed cell, name or row changes the fingerprint of a table', () => {
    const table = madeTable(50);
    const [first, ...rest] = table.columns;
    if (first?.kind !== 'numeric') throw new Error('the made table begins with income');
    const changed = first.values.with(3, 1);
    expect(fingerprintOfTable(madeTable(50))).to.equal(fingerprintOfTable(table));
    for (const other of [
      { ...table, columns: [{ ...first, values: changed }, ...rest] },
      { ...table, columns: [{ ...first, id: 'wages' }, ...rest] },
      madeTable(51),
    ]) {
      expect(fingerprintOfTable(other)).not.to.equal(fingerprintOfTable(table));
    }
  });
});
