import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { Database } from '../../../data/database.ts';
import { SAMPLE_LAST_DATE, simulatePersons } from '../../../data/sample/simulate.ts';
import { writeSample, type WrittenSample } from '../../../data/sample/write-sample.ts';
import type { Vault } from '../../../data/vault.ts';
import { readOutcomes } from '../../../data/views/outcomes.ts';
import { readPersonFiles } from '../../../data/views/person-files.ts';
import { measureCase } from '../../../scoring/characteristics/catalogue.ts';
import { historyOf } from '../../../scoring/portfolio/as-of.ts';
import type { PersonFile } from '../../../scoring/portfolio/records.ts';
import type { Value } from '../../../scoring/scorecard/scorecard.ts';
import type { ActionContext } from '../../../server/actions/action.ts';
import { loadSample } from '../../../server/actions/load-sample.ts';
import { onEveryDatabase } from '../../data/engines.ts';

const PERSONS = 200;

onEveryDatabase('loading the sample', (check) => {
  let folder: string;
  let sample: WrittenSample;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'recourse-load-sample-'));
    sample = await writeSample(folder, { persons: PERSONS });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  check('refuses nothing, and taken in again changes nothing', async ({ db, vault }) => {
    const loaded = await loadSample(contextOf(db, vault), sample);
    expect(loaded.kind).to.equal('loaded');
    if (loaded.kind !== 'loaded') return;
    expect(loaded.known).to.equal(0);
    expect(loaded.portfolios.every((portfolio) => portfolio.sample)).to.equal(true);
    const again = await loadSample(contextOf(db, vault), sample);
    expect(again).to.deep.include({ kind: 'loaded', accepted: 0, known: loaded.accepted });
  });

  check(
    'measures each case from the database as it measures it from the simulation',
    async ({ db, vault }) => {
      const loaded = await loadSample(contextOf(db, vault), sample);
      if (loaded.kind !== 'loaded') throw new Error(loaded.reason);
      const stored = new Map<string, MeasuredByNumber>();
      for (const { id } of loaded.portfolios) {
        for (const file of await readPersonFiles(db, { portfolioId: id, afterPersonId: 0, limit: PERSONS })) {
          for (const [number, values] of measuredCases(file)) stored.set(number, values);
        }
      }
      const simulated = new Map(
        [...simulatePersons({ persons: PERSONS })].flatMap(({ file }) => [...measuredCases(file)]),
      );
      expect(stored.size).to.equal(simulated.size);
      for (const [number, values] of simulated) expect(stored.get(number), number).to.deep.equal(values);
    },
  );

  check('brings the outcomes that the lender reports', async ({ db, vault }) => {
    const loaded = await loadSample(contextOf(db, vault), sample);
    if (loaded.kind !== 'loaded') throw new Error(loaded.reason);
    const lender = loaded.portfolios.find(({ kind }) => kind === 'credit');
    const told = [...simulatePersons({ persons: PERSONS })].flatMap(({ outcomes }) => outcomes).length;
    const { ofApplications } = await readOutcomes(db, lender?.id ?? 0, 'default_12m');
    expect(ofApplications.size).to.equal(told);
    expect(told).to.be.greaterThan(10);
  });
});

type MeasuredByNumber = Readonly<Record<string, Value>>;

/** By claim or application number: the ids of the database are its own. */
function* measuredCases(file: PersonFile): Iterable<[string, MeasuredByNumber]> {
  for (const { claimId, claimNumber } of file.claims) {
    yield [claimNumber, measureCase(historyOf(file, SAMPLE_LAST_DATE, { kind: 'claim', claimId })).values];
  }
  for (const { applicationId, applicationNumber, on } of file.applications) {
    yield [
      applicationNumber,
      measureCase(historyOf(file, on, { kind: 'application', applicationId })).values,
    ];
  }
}

function contextOf(db: Database, vault: Vault): ActionContext {
  return { db, vault, now: '2026-11-01T08:00:00.000Z', today: '2026-11-01', actor: { kind: 'system' } };
}
