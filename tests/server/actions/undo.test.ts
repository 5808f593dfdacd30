import { expect } from 'chai';
import { listAuditEntries } from '../../../data/audit/chain.ts';
import { insertMeasuresTaken } from '../../../data/stores/measures-taken.ts';
import { findDecision } from '../../../data/stores/decisions.ts';
import { listNoticesOfPerson } from '../../../data/stores/notices.ts';
import { listOpenUndos } from '../../../data/views/undos.ts';
import type { Verdict } from '../../../scoring/review/review.ts';
import { castVote } from '../../../server/actions/cast-vote.ts';
import { closeReview } from '../../../server/actions/close-review.ts';
import { finishUndo } from '../../../server/actions/finish-undo.ts';
import { openReview } from '../../../server/actions/open-review.ts';
import { prepareReview } from '../../../server/actions/prepare-review.ts';
import { requestReview } from '../../../server/actions/request-review.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { type Contested, hire, setUpContested } from './contested.ts';

const UPHOLD: Verdict = { kind: 'uphold' };
const WAIT: Verdict = { kind: 'change', to: { kind: 'measure', measure: 'no_action' } };

onEveryDatabase('a measure that people replaced after it was carried out', (check) => {
  check('leaves what must be taken back, tells the person, and is done once', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    await carryOut(at, 'payment_order', 700);
    await decide(at, WAIT);

    const open = await listOpenUndos(db, 10);
    expect(open.map(({ what, amountCents }) => [what, amountCents])).to.deep.equal([
      ['proceedings_stopped', null],
      ['cost_returned', 700],
    ]);
    const [notice] = await listNoticesOfPerson(db, vault, at.personId);
    expect(notice?.text)
      .to.include('Taotleme menetluse lõpetamist.')
      .and.match(/Arvame \S*\s?7\S*.* teie võlast maha/u);

    const undoId = open[0]?.undoId ?? 0;
    const planner = await hire(db, 'planner', ['planner']);
    const both = await Promise.all([1, 2].map(() => finishUndo(at.as(planner), undoId)));
    expect(both.map(({ kind }) => kind).sort()).to.deep.equal(['done', 'refused']);
    expect((await listOpenUndos(db, 10)).map(({ what }) => what)).to.deep.equal(['cost_returned']);
    const actions = (await listAuditEntries(db, 0, 100)).map(({ action }) => action);
    expect(actions.filter((action) => action.startsWith('undo.')).sort()).to.deep.equal([
      'undo.done',
      'undo.open',
    ]);
  });

  check('is taken back by planners and officers alone, and only where it is there', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    await carryOut(at, 'bureau_listing', 0);
    await decide(at, WAIT);
    const [undo] = await listOpenUndos(db, 10);
    expect(undo?.what).to.equal('entry_removed');
    const refused = await finishUndo(at.as(at.members[0]), undo?.undoId ?? 0);
    expect(refused).to.deep.equal({ kind: 'refused', because: 'not_allowed' });
    expect(await finishUndo(at.as(at.officer), 999_999)).to.deep.equal({
      kind: 'refused',
      because: 'no_undo',
    });
    expect(await finishUndo(at.as(at.officer), undo?.undoId ?? 0)).to.deep.equal({ kind: 'done' });
  });

  check('leaves nothing when it was never carried out', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    await decide(at, WAIT);
    expect(await listOpenUndos(db, 10)).to.deep.equal([]);
  });

  check('leaves nothing when people keep the measure', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    const stored = await findDecision(db, vault, at.measured);
    await carryOut(at, stored?.measure ?? '', 700);
    await decide(at, UPHOLD);
    expect(await listOpenUndos(db, 10)).to.deep.equal([]);
  });
});

async function carryOut(
  { db, vault, measured, personId }: Contested,
  measure: string,
  debtorCostCents: number,
) {
  const stored = await findDecision(db, vault, measured);
  if (stored === null || stored.claim_id === null) throw new Error('no measure');
  await insertMeasuresTaken(db, [
    {
      portfolioId: stored.portfolio_id,
      decisionId: measured,
      personId,
      claimId: stored.claim_id,
      on: '2026-03-01',
      measure,
      creditorCostCents: 0,
      debtorCostCents,
    },
  ]);
}

async function decide(at: Contested, verdict: Verdict): Promise<void> {
  const asked = await requestReview(at.as(at.customer), { decisionId: at.measured, statement: 'Palun.' });
  if (asked.kind === 'refused') throw new Error(asked.because);
  const { reviewId } = asked;
  expect((await prepareReview(at.as(at.officer), { reviewId, note: 'Valmis.' })).kind).to.equal('prepared');
  expect((await openReview(at.as(at.officer), { reviewId })).kind).to.equal('opened');
  for (const voter of [...at.members, at.chair]) {
    const cast = await castVote(at.as(voter), { reviewId, verdict, reasons: 'Lugesin toimikut.' });
    expect(cast.kind, JSON.stringify(cast)).to.equal('cast');
  }
  const closed = await closeReview(at.as(at.chair), { reviewId });
  expect(closed.kind).to.be.oneOf(['changed', 'upheld']);
}
