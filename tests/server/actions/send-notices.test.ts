import { expect } from 'chai';
import { listAuditEntries } from '../../../data/audit/chain.ts';
import { insertNotices, listNoticesOfDecision } from '../../../data/stores/notices.ts';
import { insertReleases } from '../../../data/stores/releases.ts';
import { insertRun } from '../../../data/stores/runs.ts';
import { spendSignInCode } from '../../../data/stores/sign-in-codes.ts';
import { insertDecisions } from '../../../data/stores/decisions.ts';
import { chooseConsent } from '../../../server/actions/choose-consent.ts';
import { sendNotices, sendNoticesOfRun } from '../../../server/actions/send-notices.ts';
import { CODE_ALPHABET } from '../../../scoring/explanation/sign-in-codes.ts';
import { createSignInCode } from '../../../server/actions/sign-in-code.ts';
import { decisionRow } from '../../../server/actions/decision-row.ts';
import { refusalOf } from '../../data/refusal.ts';
import { NOW } from '../../data/small-portfolio.ts';
import { decideCollection, decideCredit } from '../../scoring/explanation/fixtures.ts';
import { type Contested, contested, DECLINED } from './contested.ts';

const system = { kind: 'system' } as const;

describe('first notices', () => {
  it('tell a person what a program decided, with a code that opens their pages once', () =>
    contested(async (at) => {
      expect(await sendNotices(at.as(system), [at.declined])).to.deep.equal({ made: 1, skipped: 0 });
      const [notice] = await listNoticesOfDecision(at.db, at.vault, at.declined);
      expect(notice).to.include({ kind: 'decision', state: 'outbox', personId: at.personId, language: 'en' });
      const code = /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{5}/.exec(notice?.text ?? '')?.[0] ?? '';
      expect(await spendSignInCode(at.db, code, NOW)).to.deep.equal({
        personId: at.personId,
        noticeId: notice?.id,
      });
      expect(await spendSignInCode(at.db, code, NOW)).to.equal(null);
    }));

  it('are no advertising: they come whatever somebody opted out of', () =>
    contested(async (at) => {
      await chooseConsent(at.as(at.customer), { purpose: 'marketing', choice: 'withdrawn', language: 'et' });
      expect(await sendNotices(at.as(system), [at.declined])).to.include({ made: 1 });
    }));

  it('keep the code only as a hash and the text only sealed', () =>
    contested(async (at) => {
      await sendNotices(at.as(system), [at.declined]);
      const [notice] = await listNoticesOfDecision(at.db, at.vault, at.declined);
      const code = /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{5}/.exec(notice?.text ?? '')?.[0] ?? 'none';
      const stored = JSON.stringify([await at.db('sign_in_codes'), await listAuditEntries(at.db, 0, 10)]);
      expect(stored).to.not.include(code).and.not.include(code.replaceAll('-', ''));
      const [row] = await at.db('notices').select<{ text_sealed: Buffer }[]>('text_sealed');
      expect(row?.text_sealed.toString('latin1')).to.not.include('application');
    }));

  it('are one a decision, and the database itself keeps a second one out', () =>
    contested(async (at) => {
      await sendNotices(at.as(system), [at.declined]);
      const [notice] = await listNoticesOfDecision(at.db, at.vault, at.declined);
      if (notice === undefined) throw new Error('no notice');
      const refusal = await refusalOf(insertNotices(at.db, at.vault, [notice]));
      expect(refusal).to.match(/unique/i);
      await insertNotices(at.db, at.vault, [{ ...notice, kind: 'extension' }]);
    }));

  it('are made once, however often they are asked for', () =>
    contested(async (at) => {
      const both = [at.declined, at.measured];
      expect(await sendNotices(at.as(system), both)).to.deep.equal({ made: 2, skipped: 0 });
      expect(await sendNotices(at.as(system), both)).to.deep.equal({ made: 0, skipped: 2 });
    }));

  it('of a run go to every credit decision, and to measures that were let go by as many people as they need', () =>
    contested(async (at) => {
      const { runId, ids } = await insertRunOf(at);
      const [credit = 0, automatic = 0, unreleased = 0, twoPeople = 0, silent = 0] = ids;
      const release = (decisionId: number, act: 'release' | 'confirm', staffId: number | null) =>
        insertReleases(at.db, [{ decisionId, personId: at.personId, act, staffId, at: NOW }]);
      const [first, second] = at.members.map((member) => (member.kind === 'staff' ? member.staffId : 0));
      await release(automatic, 'release', null);
      await release(silent, 'release', null);
      await release(twoPeople, 'release', first ?? null);
      const told = async (id: number): Promise<number> =>
        (await listNoticesOfDecision(at.db, at.vault, id)).length;
      await sendNoticesOfRun(at.as(system), { runId });
      expect(await Promise.all(ids.map(told))).to.deep.equal([1, 1, 0, 0, 0]);
      await release(twoPeople, 'confirm', second ?? null);
      await sendNoticesOfRun(at.as(system), { runId });
      expect([await told(credit), await told(unreleased), await told(twoPeople)]).to.deep.equal([1, 0, 1]);
    }));
});

describe('a sign-in code', () => {
  it('has 13 characters that are not taken for each other, and never comes twice', () => {
    const codes = Array.from({ length: 2000 }, createSignInCode);
    expect(new Set(codes).size).to.equal(codes.length);
    for (const code of codes)
      expect(code).to.match(
        new RegExp(`^[${CODE_ALPHABET}]{4}-[${CODE_ALPHABET}]{4}-[${CODE_ALPHABET}]{5}$`),
      );
    for (const confusing of '01ILO') expect(CODE_ALPHABET).to.not.include(confusing);
  });

  it('uses every character about equally often', () => {
    const counts = new Map<string, number>();
    for (const char of Array.from({ length: 3000 }, createSignInCode).join('').replaceAll('-', '')) {
      counts.set(char, (counts.get(char) ?? 0) + 1);
    }
    const expected = (3000 * 13) / CODE_ALPHABET.length;
    expect([...counts.keys()]).to.have.length(CODE_ALPHABET.length);
    // Seven standard deviations of a fair draw.
    for (const count of counts.values())
      expect(Math.abs(count - expected)).to.be.below(7 * Math.sqrt(expected));
  });
});

async function insertRunOf(at: Contested): Promise<{ runId: number; ids: readonly number[] }> {
  const portfolio = await at.db('portfolios').first<{ id: number }>('id');
  const run = await insertRun(at.db, {
    portfolioId: portfolio.id,
    asOf: '2026-03-01',
    policyId: 'collection-ee',
    policyVersion: 1,
    policyFingerprint: '',
    measureResponsesId: null,
    personsTotal: 1,
    startedBy: null,
    startedAt: NOW,
  });
  const key = await at.vault.keyFor(at.db, at.personId);
  const call = decideCollection();
  const decisions = [
    decideCredit(DECLINED),
    call,
    call,
    { ...call, outcome: { kind: 'measure', measure: 'payment_order', release: 'two_people' } as const },
    { ...call, outcome: { kind: 'measure', measure: 'no_action', release: 'automatic' } as const },
  ];
  const ids = await insertDecisions(
    at.db,
    decisions.map((decision, i) =>
      decisionRow(
        {
          ...decision,
          inputs: {
            ...decision.inputs,
            personId: at.personId,
            case: i === 0 ? { kind: 'application', applicationId: 1 } : { kind: 'claim', claimId: 100 + i },
          },
        },
        at.vault,
        key,
        { portfolioId: portfolio.id, runId: run.id, decidedAt: NOW, decidedBy: 'program', replaces: null },
      ),
    ),
  );
  return { runId: run.id, ids };
}
