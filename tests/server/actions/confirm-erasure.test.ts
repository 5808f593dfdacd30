import { expect } from 'chai';
import { verifyChain } from '../../../data/audit/chain.ts';
import type { Database } from '../../../data/database.ts';
import { confirmErasure } from '../../../server/actions/confirm-erasure.ts';
import { decideRightsRequest } from '../../../server/actions/decide-rights-request.ts';
import { openRightsRequest } from '../../../server/actions/open-rights-request.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { claimRow } from '../../data/small-portfolio.ts';
import { type Contested, hire, setUpContested } from './contested.ts';

/** An erasure that was proposed while nothing was open: all it waits for is the second person. */
async function proposed(at: Contested): Promise<number> {
  const { db, personId } = at;
  await db('claims').update({ ownership: 'owned' });
  const claim = await db('claims')
    .where({ person_id: personId })
    .first<{ id: number; portfolio_id: number }>();
  await db('claim_events').insert({
    portfolio_id: claim.portfolio_id,
    external_id: 'closed',
    source: 'creditor',
    obtained_on: '2026-01-01',
    person_id: personId,
    claim_id: claim.id,
    happened_on: '2026-01-01',
    kind: 'closed',
    code: 'paid',
  });
  const asked = await openRightsRequest(at.as(at.customer), {
    personId,
    right: 'erasure',
    ground: 'no_longer_needed',
  });
  if (asked.kind === 'refused') throw new Error(asked.because);
  const { requestId } = asked;
  const nothing = { refusal: null, reason: '', kept: [], corrections: [], parts: [] };
  const decided = await decideRightsRequest(at.as(at.officer), {
    requestId,
    ...nothing,
    outcome: 'granted',
  });
  if (decided.kind !== 'proposed') throw new Error(decided.kind);
  return requestId;
}

async function openClaim(db: Database, { personId }: Contested): Promise<void> {
  const person = await db('persons').where({ id: personId }).first<{ portfolio_id: number } | undefined>();
  await db('claims').insert({ ...claimRow(900, person?.portfolio_id ?? 1, personId), ownership: 'owned' });
}

onEveryDatabase('an erasure at the moment when a case is opened', (check) => {
  check('is stopped by a claim that is not committed yet when it is confirmed', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    const requestId = await proposed(at);
    const dpo = await hire(db, 'dpo', ['dpo'], null);
    const opening = await db.transaction();
    await openClaim(opening, at);
    const confirmed = confirmErasure(at.as(dpo), { requestId, agreed: true, note: '' });
    await new Promise((wait) => setTimeout(wait, 300));
    await opening.commit();
    expect(await confirmed).to.deep.equal({ kind: 'refused', because: 'changed' });
    expect(await db('claims').where({ person_id: at.personId })).to.have.length(2);
    expect(await db('erasures')).to.deep.equal([]);
  });

  check('either stops it or finds nobody: never is a case erased that nobody saw', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    const requestId = await proposed(at);
    const dpo = await hire(db, 'dpo', ['dpo'], null);
    const [confirmed, opened] = await Promise.allSettled([
      confirmErasure(at.as(dpo), { requestId, agreed: true, note: '' }),
      openClaim(db, at),
    ]);
    if (confirmed.status === 'rejected') throw confirmed.reason;
    expect(confirmed.value.kind).to.equal(opened.status === 'rejected' ? 'erased' : 'refused');
    const left = opened.status === 'rejected' ? 0 : 2;
    expect(await db('claims').where({ person_id: at.personId })).to.have.length(left);
    expect((await verifyChain(db)).kind).to.equal('intact');
  });
});
