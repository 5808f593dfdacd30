import { inflateRawSync } from 'node:zlib';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import type { Database } from '../../../data/database.ts';
import { MAX_XLSX_ROWS, writeXlsx } from '../../../data/files/write-xlsx.ts';
import { insertDecisions } from '../../../data/stores/decisions.ts';
import { insertRun } from '../../../data/stores/runs.ts';
import type { Vault } from '../../../data/vault.ts';
import type { ActionContext } from '../../../server/actions/action.ts';
import { exportRun } from '../../../server/actions/export-run.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { AS_OF, decisionRowOf, insertMember, insertSmallPortfolio, NOW } from '../../data/small-portfolio.ts';

interface Exported {
  readonly context: ActionContext;
  readonly run: number;
  readonly decisions: readonly number[];
}

async function decided(db: Database, vault: Vault): Promise<Exported> {
  const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault);
  const run = await insertRun(db, {
    portfolioId,
    asOf: AS_OF,
    policyId: 'collection-ee',
    policyVersion: 1,
    policyFingerprint: 'f',
    measureResponsesId: null,
    personsTotal: personIds.length,
    startedBy: null,
    startedAt: NOW,
  });
  const rows = [];
  for (const [at, personId] of personIds.entries()) {
    rows.push(await decisionRowOf(db, vault, portfolioId, personId, claimIds[at]!, run.id));
  }
  const decisions = await insertDecisions(db, rows);
  return {
    context: { db, vault, now: NOW, today: '2026-03-02', actor: { kind: 'system' } },
    run: run.id,
    decisions,
  };
}

async function csvOf(
  context: ActionContext,
  run: number,
  what: 'decisions' | 'measures' | 'scores',
  format: 'csv' | 'spreadsheet-csv' = 'csv',
): Promise<readonly string[]> {
  const result = await exportRun(context, { run, kind: what, format });
  if (result.kind === 'refused') throw new Error(result.reason);
  return (await text(result.bytes)).trimEnd().split('\r\n');
}

onEveryDatabase('exporting a run', (check) => {
  check('gives every decision with its figures, and no name', async ({ db, vault }) => {
    const { context, run } = await decided(db, vault);
    const lines = await csvOf(context, run, 'decisions');
    expect(lines).to.have.length(4);
    expect(lines[0]).to.equal(
      'number,as_of,outcome,measure,release,released,currency,amount,term_months,days_past_due,phase,probability,points,expected_net,debtor_cost,decision',
    );
    expect(lines.join('\n')).not.to.contain('Maasikas');
    expect((await csvOf(context, run, 'scores'))[0]).to.equal('number,as_of,probability,points,decision');
  });

  check(
    'gives measures to be carried out only once they are released, and while nothing suspends them',
    async ({ db, vault }) => {
      const { context, run, decisions } = await decided(db, vault);
      expect(await csvOf(context, run, 'measures')).to.have.length(1);
      const staffId = await insertMember(db, 'planner');
      const [row] = (await db('decisions').where({ id: decisions[0]! })) as {
        person_id: number;
        release_class: string;
      }[];
      await db('releases').insert({
        decision_id: decisions[0]!,
        person_id: row!.person_id,
        act: 'release',
        staff_id: staffId,
        at: NOW,
      });
      const expected = row!.release_class === 'two_people' ? 1 : 2;
      expect(await csvOf(context, run, 'measures')).to.have.length(expected);
    },
  );

  check('writes decimal commas and semicolons for spreadsheets that want them', async ({ db, vault }) => {
    const { context, run } = await decided(db, vault);
    const lines = await csvOf(context, run, 'decisions', 'spreadsheet-csv');
    expect(lines[0]).to.match(/^\ufeff?number;as_of;/);
    expect(lines[1]).to.match(/;0,\d+;/);
  });

  check('notes in the audit trail who took out what', async ({ db, vault }) => {
    const { context, run } = await decided(db, vault);
    await csvOf(context, run, 'scores');
    const [entry] = (await db('audit_entries').where({ action: 'run.exported' })) as {
      payload: Buffer;
      subject_id: number;
    }[];
    expect(entry!.subject_id).to.equal(run);
    expect(JSON.parse(entry!.payload.toString())).to.deep.equal({ what: 'scores', format: 'csv' });
  });

  check('refuses a run that is not there', async ({ db, vault }) => {
    const { context } = await decided(db, vault);
    expect(await exportRun(context, { run: 999, kind: 'scores', format: 'csv' })).to.deep.equal({
      kind: 'refused',
      reason: 'there is no run 999',
    });
  });
});

describe('a workbook', () => {
  it('holds texts as texts and figures as figures, and no formula', async () => {
    const written = await writeXlsx(
      'Otsused [1]',
      ['a', 'b'],
      [
        ['=1+1', 12.5],
        ['@SUM(A1)\u0001 & <b>', null],
      ],
    );
    if (written.kind !== 'workbook') throw new Error('no workbook');
    expect(written.rows).to.equal(2);
    const sheet = fileIn(written.bytes, 'xl/worksheets/sheet1.xml');
    expect(sheet).not.to.contain('<f>');
    expect(sheet).to.contain('<v>12.5</v>');
    const texts = fileIn(written.bytes, 'xl/sharedStrings.xml');
    expect(texts).to.contain('=1+1').and.to.contain('@SUM(A1) &amp; &lt;b&gt;');
  });

  it('is refused past the row limit', async () => {
    expect(await writeXlsx('x', ['a'], [['1'], ['2'], ['3']], 2)).to.deep.equal({
      kind: 'too_many_rows',
      limit: 2,
    });
    expect(await writeXlsx('x', ['a'], [['1'], ['2']], 2)).to.deep.include({ kind: 'workbook', rows: 2 });
    expect(MAX_XLSX_ROWS).to.be.lessThan(1_048_576);
  });
});

/** One file of a ZIP archive, found through the central directory. */
function fileIn(zip: Buffer, name: string): string {
  for (let at = zip.indexOf('PK\u0001\u0002'); at !== -1; at = zip.indexOf('PK\u0001\u0002', at + 4)) {
    const nameLength = zip.readUInt16LE(at + 28);
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) !== name) continue;
    const start = zip.readUInt32LE(at + 42);
    const data = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    const bytes = zip.subarray(data, data + zip.readUInt32LE(at + 20));
    return (zip.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)).toString('utf8');
  }
  throw new Error(`${name} is not in the archive`);
}
