import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadPolicy, loadPolicyVersion, PackRefused, publishPacks, readPacks } from '../../data/policies.ts';
import { insertPolicy } from '../../data/stores/policies.ts';
import { withDatabase } from './temp-database.ts';

const NOW = '2026-11-22T10:00:00.000Z';

describe('policies', () => {
  it('publishing the packs twice changes nothing', () =>
    withDatabase(async ({ db }) => {
      const first = await publishPacks(db, NOW);
      expect(first.map(({ kind }) => kind)).to.deep.equal(first.map(() => 'inserted'));
      const again = await publishPacks(db, NOW);
      expect(again.map(({ kind }) => kind)).to.deep.equal(first.map(() => 'known'));
    }));

  it('a pack can be used before it is published, and gives the same policy after', () =>
    withDatabase(async ({ db }) => {
      const before = await loadPolicy(db, 'collection-ee');
      await publishPacks(db, NOW);
      const after = await loadPolicy(db, 'collection-ee');
      expect(before?.policy.fingerprint).to.be.a('string').and.equal(after?.policy.fingerprint);
    }));

  it('there is no policy of an unknown id or version', () =>
    withDatabase(async ({ db }) => {
      expect(await loadPolicy(db, 'nothing')).to.equal(null);
      expect(await loadPolicyVersion(db, 'collection-ee', 99)).to.equal(null);
    }));

  it('the newest version decides, and an older decision still finds its own', () =>
    withDatabase(async ({ db }) => {
      await publishPacks(db, NOW);
      const pack = (await readPacks()).find(({ policy }) => policy.id === 'card-accounts')!;
      const next = `${pack.policy.version + 1}`;
      await insertPolicy(db, {
        policyId: 'card-accounts',
        version: pack.policy.version + 1,
        fingerprint: 'of-the-next-version',
        yaml: pack.yaml.replace(/^version: \d+$/m, `version: ${next}`),
        createdAt: NOW,
      });
      const newest = await loadPolicy(db, 'card-accounts');
      const older = await loadPolicyVersion(db, 'card-accounts', pack.policy.version);
      expect(String(newest?.policy.version)).to.equal(next);
      expect(older?.policy.fingerprint).to.equal(pack.policy.fingerprint);
    }));

  it('a pack that does not read is refused with file, place, value and what was wanted', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'recourse-packs-'));
    try {
      const pack = (await readPacks()).find(({ policy }) => policy.id === 'collection-ee')!;
      writeFileSync(
        path.join(folder, 'broken.yaml'),
        pack.yaml.replace('days_past_due <= 0 days', 'days_past_due <= 0 moons'),
      );
      const refused = await readPacks(folder).then(
        () => null,
        (error: unknown) => error,
      );
      expect(refused).to.be.instanceOf(PackRefused);
      expect((refused as PackRefused).message).to.match(
        /^broken\.yaml rules\.not-yet-due\.when "moons" \(want a known name/,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
