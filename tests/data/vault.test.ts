import { expect } from 'chai';
import fc from 'fast-check';
import { SealBroken, Vault } from '../../data/vault.ts';
import { onEveryDatabase } from './engines.ts';
import { NOW } from './small-portfolio.ts';
import { TEST_MASTER_KEY, withDatabase } from './temp-database.ts';

onEveryDatabase('the vault', (check) => {
  check('what was sealed opens for the same person and purpose', async ({ db, vault }) => {
    await vault.createKeys(db, [1, 2]);
    const key = await new Vault(TEST_MASTER_KEY).keyFor(db, 1);
    const text = `Mari Maasikas, ${'õ'.repeat(2_000)}`;
    expect(vault.open(key, vault.seal(key, text, 'identity'), 'identity')).to.equal(text);
  });

  check('a destroyed key opens as null, for ever and for everybody', async ({ db, vault }) => {
    await vault.createKeys(db, [1]);
    const key = await vault.keyFor(db, 1);
    const sealed = vault.seal(key, 'secret', 'identity');
    await vault.destroyKey(db, 1, NOW);
    expect(vault.open(await vault.keyFor(db, 1), sealed, 'identity')).to.equal(null);
    expect(vault.open(await new Vault(TEST_MASTER_KEY).keyFor(db, 1), sealed, 'identity')).to.equal(null);
    expect(() => vault.seal({ personId: 1, secret: null }, 'more', 'identity')).to.throw(
      'person 1 has no key',
    );
  });

  check('a key destroyed by another server opens nothing here either', async ({ db, vault }) => {
    await vault.createKeys(db, [1]);
    const sealed = vault.seal(await vault.keyFor(db, 1), 'secret', 'identity');
    await new Vault(TEST_MASTER_KEY).destroyKey(db, 1, NOW);
    expect(vault.open(await vault.keyFor(db, 1), sealed, 'identity')).to.equal(null);
  });

  check('a person without a key opens as null', async ({ db, vault }) => {
    await vault.createKeys(db, [1]);
    const sealed = vault.seal(await vault.keyFor(db, 1), 'secret', 'identity');
    expect(vault.open(await vault.keyFor(db, 99), sealed, 'identity')).to.equal(null);
    expect(vault.open(undefined, sealed, 'identity')).to.equal(null);
    expect(vault.open(await vault.keyFor(db, 1), null, 'identity')).to.equal(null);
  });

  check('keys wrapped under another master key do not open', async ({ db, vault }) => {
    await vault.createKeys(db, [1]);
    const other = new Vault(Buffer.alloc(32, 9));
    const error = await other.keyFor(db, 1).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(SealBroken);
  });

  check('keys of many persons come in one go', async ({ db, vault }) => {
    const ids = Array.from({ length: 25_000 }, (_, at) => at + 1);
    await vault.createKeys(db, ids);
    const keys = await new Vault(TEST_MASTER_KEY).keysFor(db, ids);
    expect([...keys.values()].filter((key) => key.secret !== null)).to.have.length(25_000);
  });
});

describe('a sealed text', () => {
  it('does not open when any one bit of it is changed', async () => {
    await withDatabase(async ({ db, vault }) => {
      await vault.createKeys(db, [1]);
      const key = await vault.keyFor(db, 1);
      for (const text of ['short', 'long '.repeat(300)]) {
        const sealed = vault.seal(key, text, 'decision');
        fc.assert(
          fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
            const changed = Buffer.from(sealed);
            changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
            expect(() => vault.open(key, changed, 'decision')).to.throw(SealBroken);
          }),
        );
      }
    });
  });

  it('does not open as another purpose, or as another person with the same key', async () => {
    await withDatabase(async ({ db, vault }) => {
      await vault.createKeys(db, [1]);
      const key = await vault.keyFor(db, 1);
      const sealed = vault.seal(key, 'text', 'identity');
      expect(() => vault.open(key, sealed, 'decision')).to.throw(SealBroken);
      expect(() => vault.open({ ...key, personId: 2 }, sealed, 'identity')).to.throw(SealBroken);
      expect(() => vault.open(key, sealed.subarray(0, 10), 'identity')).to.throw(SealBroken);
    });
  });

  it('is different every time, although the text is the same', async () => {
    await withDatabase(async ({ db, vault }) => {
      await vault.createKeys(db, [1]);
      const key = await vault.keyFor(db, 1);
      const sealed = Array.from({ length: 3_000 }, () => vault.seal(key, 'same', 'identity').toString('hex'));
      expect(new Set(sealed).size).to.equal(3_000);
    });
  });
});

describe('a blind index', () => {
  const vault = new Vault(TEST_MASTER_KEY);

  it('is the same for the same text, and another one under another master key', () => {
    expect(vault.blindIndex('38001010001')).to.equal(new Vault(TEST_MASTER_KEY).blindIndex('38001010001'));
    expect(vault.blindIndex('38001010001')).not.to.equal(vault.blindIndex('38001010002'));
    expect(vault.blindIndex('x')).not.to.equal(new Vault(Buffer.alloc(32, 8)).blindIndex('x'));
  });

  it('does not depend on how an accent was typed', () => {
    expect(vault.blindIndex('Jo\u0303gi')).to.equal(vault.blindIndex('Jõgi'));
  });
});

describe('a master key', () => {
  it('of the wrong length is refused', () => {
    expect(() => new Vault(Buffer.alloc(16))).to.throw('32 bytes');
  });
});
