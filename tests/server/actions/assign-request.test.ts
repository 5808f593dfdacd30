import { expect } from 'chai';
import { insertStaff } from '../../../data/stores/staff.ts';
import { findRightsRequest } from '../../../data/stores/rights-requests.ts';
import { listRightsEvents } from '../../../data/stores/rights-events.ts';
import { listDesk, countDesk } from '../../../data/views/rights-desk.ts';
import { listDueItems } from '../../../data/views/deadlines.ts';
import { assignRequest } from '../../../server/actions/assign-request.ts';
import { openRightsRequest } from '../../../server/actions/open-rights-request.ts';
import { withdrawRightsRequest } from '../../../server/actions/handle-rights-request.ts';
import { onEveryDatabase } from '../../data/engines.ts';
import { NOW } from '../../data/small-portfolio.ts';
import { type Contested, setUpContested } from './contested.ts';

onEveryDatabase('a request in somebody’s hands', (check) => {
  check('is nobody’s until it is taken or given, which the desk and the days show', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    const requestId = await objection(at);
    const officer = idOf(at.officer);
    const desk = (holder: number | 'nobody' | null) =>
      listDesk(db, { states: ['identified'], right: null, holder }, 10);
    expect(await desk('nobody')).to.have.length(1);
    expect((await countDesk(db, at.as(at.officer).today, '2027-01-01')).nobody).to.equal(1);
    expect(await assignRequest(at.as(at.officer), { requestId, staffId: officer })).to.include({
      kind: 'assigned',
    });
    expect((await findRightsRequest(db, vault, requestId))?.assignedTo).to.equal(officer);
    expect(await desk('nobody')).to.have.length(0);
    const [mine] = await desk(officer);
    const due = (await listDueItems(db, 10, at.as(at.officer).today)).find(({ kind }) => kind === 'rights');
    expect([mine?.holder, due?.holder]).to.deep.equal([due?.holder, mine?.holder]).and.not.include(null);
    const steps = await listRightsEvents(db, vault, requestId);
    expect(steps.at(-1)?.event).to.equal('assign');
  });

  check('is given to nobody who answers no requests, and not once it is over', async ({ db, vault }) => {
    const at = await setUpContested(db, vault);
    const requestId = await objection(at);
    const because = async (actor: Contested['officer'], staffId: number) => {
      const assigned = await assignRequest(at.as(actor), { requestId, staffId });
      return assigned.kind === 'refused' ? assigned.because : assigned.kind;
    };
    const planner = await insertStaff(db, {
      username: 'planeerija',
      displayName: 'Planeerija',
      passwordHash: null,
      roles: ['planner'],
      language: 'et',
      demo: false,
      createdAt: NOW,
    });
    expect(await because(at.officer, planner)).to.equal('not_theirs');
    expect(await because(at.officer, 987_654)).to.equal('not_theirs');
    expect(await because(at.customer, idOf(at.officer))).to.equal('not_allowed');
    await withdrawRightsRequest(at.as(at.customer), { requestId });
    expect(await because(at.officer, idOf(at.officer))).to.equal('ended');
  });
});

async function objection(at: Contested): Promise<number> {
  const asked = { personId: at.personId, right: 'objection', words: 'Olen haiglas.' } as const;
  const opened = await openRightsRequest(at.as(at.customer), asked);
  if (opened.kind === 'refused') throw new Error(opened.because);
  return opened.requestId;
}

function idOf(actor: Contested['officer']): number {
  return actor.kind === 'staff' ? actor.staffId : 0;
}
