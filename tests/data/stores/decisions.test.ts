import { expect } from 'chai';
import {
  type DecisionRow,
  findDecision,
  findDecisions,
  findReplacementOf,
  insertDecisions,
  listDecisionsOfCase,
} from '../../../data/stores/decisions.ts';
import { insertReleases, listReleases } from '../../../data/stores/releases.ts';
import { checkpointRun, findUnfinishedRun, insertRun } from '../../../data/stores/runs.ts';
import { insertPolicy } from '../../../data/stores/policies.ts';
import { onEveryDatabase } from '../engines.ts';
import { refusalOf } from '../refusal.ts';
import {
  AS_OF,
  decisionOf,
  decisionRowOf,
  insertMember,
  insertSmallPortfolio,
  NOW,
} from '../small-portfolio.ts';
import type { TempDatabase } from '../temp-database.ts';

onEveryDatabase('decisions', (check) => {
  check('a decision comes back as it was made', async ({ db, vault }) => {
    const { personIds, row } = await oneDecision({ db, vault });
    const [id] = await insertDecisions(db, [row]);
    const found = await findDecision(db, vault, id ?? 0);
    expect(found?.decision).to.deep.equal(decisionOf(personIds[0] ?? 0, row.claim_id ?? 0));
    expect(found).to.deep.include({ id, measure: 'reminder_email', probability: 0.25, days_past_due: 365 });
    expect(found).not.to.have.property('inputs_sealed');
  });

  check('a decision is never edited and never deleted, whoever asks', async ({ db, vault }) => {
    const { row } = await oneDecision({ db, vault });
    await insertDecisions(db, [row]);
    expect(await refusalOf(db('decisions').update({ measure: 'court' }))).to.include('never edited');
    expect(await refusalOf(db('decisions').delete())).to.include('only with its erased person');
    expect(await refusalOf(db('decision_inputs').update({ sealed: Buffer.alloc(9) }))).to.include(
      'never edited',
    );
    expect(await refusalOf(db('decision_inputs').delete())).to.include('only with its erased person');
    expect(await db('decisions').pluck('measure')).to.deep.equal(['reminder_email']);
  });

  check('people decide by a new row that names the one it replaces', async ({ db, vault }) => {
    const { row } = await oneDecision({ db, vault });
    const [first] = await insertDecisions(db, [row]);
    const byPeople: DecisionRow = { ...row, decided_by: 'people', replaces_decision_id: first ?? 0 };
    const [second] = await insertDecisions(db, [byPeople]);
    expect(await findReplacementOf(db, first ?? 0)).to.equal(second);
    expect(await findReplacementOf(db, second ?? 0)).to.equal(null);
    const ofCase = await listDecisionsOfCase(db, { kind: 'claim', claimId: row.claim_id ?? 0 });
    expect(ofCase.map((each) => each.id)).to.deep.equal([second, first]);
  });

  check('nothing is decided twice in a run', async ({ db, vault }) => {
    const { portfolioId, row } = await oneDecision({ db, vault });
    const run = await insertRun(db, newRun(portfolioId));
    const inRun = { ...row, run_id: run.id };
    await insertDecisions(db, [inRun]);
    expect(await refusalOf(insertDecisions(db, [inRun]))).to.match(/unique/i);
  });

  check('outside a run a case may be decided again', async ({ db, vault }) => {
    const { row } = await oneDecision({ db, vault });
    expect(await insertDecisions(db, [row, row])).to.have.length(2);
  });

  check('many decisions are read in the order of their numbers', async ({ db, vault }) => {
    const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault, 40);
    const rows: DecisionRow[] = [];
    for (const [at, personId] of personIds.entries()) {
      rows.push(await decisionRowOf(db, vault, portfolioId, personId, claimIds[at] ?? 0));
    }
    const ids = await insertDecisions(db, rows);
    const found = await findDecisions(db, vault, [...ids].reverse());
    expect(found.map((each) => each.decision.inputs.personId)).to.deep.equal(personIds);
  });

  check('a published policy or scorecard never changes', async ({ db }) => {
    const policy = { policyId: 'p', version: 1, fingerprint: 'a', yaml: 'x: 1', createdAt: NOW };
    expect(await insertPolicy(db, policy)).to.deep.equal({ kind: 'inserted' });
    expect(await insertPolicy(db, policy)).to.deep.equal({ kind: 'known' });
    expect(await insertPolicy(db, { ...policy, fingerprint: 'b' })).to.deep.equal({
      kind: 'differs',
      fingerprint: 'a',
    });
    expect(await refusalOf(db('policies').update({ yaml: 'x: 2' }))).to.include('publish a new version');
    await db('scorecards').insert({
      name: 's',
      version: 1,
      fingerprint: 'f',
      document: '{}',
      created_at: NOW,
    });
    expect(await refusalOf(db('scorecards').update({ document: '[]' }))).to.include('publish a new version');
    expect(await refusalOf(db('scorecards').delete())).to.include('decisions rest on it');
  });
});

onEveryDatabase('releases', (check) => {
  check(
    'the second person must be another one: the database itself refuses the same',
    async ({ db, vault }) => {
      const { personIds, row } = await oneDecision({ db, vault });
      const [decisionId] = await insertDecisions(db, [row]);
      const [anna, berta] = [await insertMember(db, 'anna'), await insertMember(db, 'berta')];
      const act = { decisionId: decisionId ?? 0, personId: personIds[0] ?? 0, at: NOW };
      expect(await insertReleases(db, [{ ...act, act: 'release', staffId: anna }])).to.equal(1);
      expect(await insertReleases(db, [{ ...act, act: 'release', staffId: berta }])).to.equal(0);
      expect(await refusalOf(insertReleases(db, [{ ...act, act: 'confirm', staffId: anna }]))).to.match(
        /unique/i,
      );
      expect(await insertReleases(db, [{ ...act, act: 'confirm', staffId: berta }])).to.equal(1);
      const acts = await listReleases(db, [decisionId ?? 0]);
      expect(acts.map((each) => [each.act, each.staffId])).to.deep.equal([
        ['release', anna],
        ['confirm', berta],
      ]);
    },
  );
});

onEveryDatabase('runs', (check) => {
  check('a run that was cut off is found by the same order, and only by it', async ({ db, vault }) => {
    const { portfolioId } = await insertSmallPortfolio(db, vault);
    const run = await insertRun(db, newRun(portfolioId));
    const order = { portfolioId, asOf: AS_OF, policyId: 'collection-ee' };
    expect((await findUnfinishedRun(db, order))?.id).to.equal(run.id);
    expect(await findUnfinishedRun(db, { ...order, asOf: '2026-02-01' })).to.equal(null);
  });

  check(
    'a checkpoint only moves forward: of two workers on one run the slower one fails',
    async ({ db, vault }) => {
      const { portfolioId } = await insertSmallPortfolio(db, vault);
      const run = await insertRun(db, newRun(portfolioId));
      const at = (lastPersonId: number) => ({
        lastPersonId,
        persons: 2,
        cases: 2,
        decided: 2,
        restricted: 0,
      });
      await checkpointRun(db, run.id, at(20));
      expect(await refusalOf(checkpointRun(db, run.id, at(20)))).to.include('past person 20 already');
      expect(await refusalOf(checkpointRun(db, run.id, at(10)))).to.include('past person 10 already');
      await checkpointRun(db, run.id, at(30));
    },
  );
});

async function oneDecision({ db, vault }: Pick<TempDatabase, 'db' | 'vault'>) {
  const small = await insertSmallPortfolio(db, vault);
  const [personId, claimId] = [small.personIds[0] ?? 0, small.claimIds[0] ?? 0];
  return { ...small, row: await decisionRowOf(db, vault, small.portfolioId, personId, claimId) };
}

function newRun(portfolioId: number) {
  return {
    portfolioId,
    asOf: AS_OF,
    policyId: 'collection-ee',
    policyVersion: 1,
    policyFingerprint: 'f'.repeat(64),
    measureResponsesId: null,
    personsTotal: 3,
    startedBy: null,
    startedAt: NOW,
  };
}
