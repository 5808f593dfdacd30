import type { Database } from '../../../data/database.ts';
import { publishPacks } from '../../../data/policies.ts';
import { insertAppointment, type NewAppointment } from '../../../data/stores/appointments.ts';
import { insertDecisions } from '../../../data/stores/decisions.ts';
import { insertScorecard } from '../../../data/stores/scorecards.ts';
import { insertStaff } from '../../../data/stores/staff.ts';
import type { Vault } from '../../../data/vault.ts';
import type { Decision } from '../../../scoring/decision/decision.ts';
import type { Value } from '../../../scoring/scorecard/scorecard.ts';
import type { ActionContext, Actor, Role } from '../../../server/actions/action.ts';
import { decisionRow } from '../../../server/actions/decision-row.ts';
import { insertSmallPortfolio, NOW } from '../../data/small-portfolio.ts';
import { withDatabase } from '../../data/temp-database.ts';
import {
  decideCollection,
  decideCredit,
  defaultCard,
  paymentCard,
} from '../../scoring/explanation/fixtures.ts';

/** Two decisions of two persons and the people who may have to do with them. */
export interface Contested {
  readonly db: Database;
  readonly vault: Vault;
  readonly personId: number;
  readonly otherPersonId: number;
  /** A declined application of the person. */
  readonly declined: number;
  /** A measure for the person's claim. */
  readonly measured: number;
  readonly officer: Actor;
  readonly chair: Actor;
  readonly members: readonly [Actor, Actor];
  readonly as: (actor: Actor, now?: string) => ActionContext;
  readonly customer: Actor;
}

export const DECLINED: Readonly<Record<string, Value>> = {
  payment_defaults_active: 2,
  payment_defaults_sum: 20_000,
  months_in_job: 3,
  debt_service_share: 0.45,
};

export function contested(work: (at: Contested) => Promise<void>): Promise<void> {
  return withDatabase(async ({ db, vault }) => work(await setUpContested(db, vault)));
}

export async function setUpContested(db: Database, vault: Vault): Promise<Contested> {
  const { portfolioId, personIds, claimIds } = await insertSmallPortfolio(db, vault, 2);
  const [personId = 0, otherPersonId = 0] = personIds;
  await publishPacks(db, NOW);
  for (const card of [defaultCard, paymentCard]) await insertScorecard(db, card, null, NOW);
  const key = await vault.keyFor(db, personId);
  const row = (decision: Decision, at: Partial<Decision['inputs']>) =>
    decisionRow({ ...decision, inputs: { ...decision.inputs, personId, ...at } }, vault, key, {
      portfolioId,
      runId: null,
      decidedAt: NOW,
      decidedBy: 'program',
      replaces: null,
    });
  const [declined = 0, measured = 0] = await insertDecisions(db, [
    row(decideCredit(DECLINED), { case: { kind: 'application', applicationId: 1 } }),
    row(decideCollection({}, 'et'), { case: { kind: 'claim', claimId: claimIds[0] ?? 0 } }),
  ]);
  const staff = (username: string, ...roles: readonly Role[]) => hire(db, username, roles);
  return {
    db,
    vault,
    personId,
    otherPersonId,
    declined,
    measured,
    officer: await staff('officer', 'officer'),
    chair: await staff('chair', 'chair'),
    members: [await staff('member-1', 'member'), await staff('member-2', 'member')],
    customer: { kind: 'customer', personId },
    as: (actor, now = NOW) => ({
      db,
      vault,
      now,
      today: now.slice(0, 10),
      actor,
      address: 'http://localhost:3000',
    }),
  };
}

/** Another application of the person that the program declined. */
export async function decline(
  { db, vault, personId }: Contested,
  values: Readonly<Record<string, Value>>,
): Promise<number> {
  const { portfolio_id } = await db('persons')
    .where({ id: personId })
    .first<{ portfolio_id: number }>('portfolio_id');
  const decided = decideCredit(values);
  const inputs = { ...decided.inputs, personId, case: { kind: 'application', applicationId: 2 } } as const;
  const place = {
    portfolioId: portfolio_id,
    ...({ runId: null, decidedAt: NOW, decidedBy: 'program', replaces: null } as const),
  };
  const [id = 0] = await insertDecisions(db, [
    decisionRow({ ...decided, inputs }, vault, await vault.keyFor(db, personId), place),
  ]);
  return id;
}

/** Another recommendation of the program for the person's claim: this measure, which one person may let go. */
export async function recommend({ db, vault, personId }: Contested, measure: string): Promise<number> {
  const claim = await db('claims')
    .where({ person_id: personId })
    .first<{ id: number; portfolio_id: number }>('id', 'portfolio_id');
  const decided = decideCollection({}, 'et');
  const decision: Decision = {
    ...decided,
    inputs: { ...decided.inputs, personId, case: { kind: 'claim', claimId: claim.id } },
    outcome: { kind: 'measure', measure, release: 'one_person' },
  };
  const place = {
    portfolioId: claim.portfolio_id,
    ...({ runId: null, decidedAt: NOW, decidedBy: 'program', replaces: null } as const),
  };
  const [id = 0] = await insertDecisions(db, [
    decisionRow(decision, vault, await vault.keyFor(db, personId), place),
  ]);
  return id;
}

/** Someone of the staff; members and chairs are appointed for good, trained, up to any amount. */
export async function hire(
  db: Database,
  username: string,
  roles: readonly Role[],
  appointed: Partial<NewAppointment> | null = {},
): Promise<Extract<Actor, { kind: 'staff' }>> {
  const staffId = await insertStaff(db, {
    username,
    displayName: username,
    passwordHash: null,
    roles,
    language: 'et',
    demo: false,
    createdAt: NOW,
  });
  if (appointed !== null) await appoint(db, staffId, roles, appointed);
  return { kind: 'staff', roles, staffId };
}

export async function appoint(
  db: Database,
  staffId: number,
  roles: readonly string[],
  appointed: Partial<NewAppointment> = {},
): Promise<void> {
  if (!roles.includes('chair') && !roles.includes('member')) return;
  await insertAppointment(db, {
    staffId,
    as: roles.includes('chair') ? 'chair' : 'member',
    from: '2020-01-01',
    until: '2099-01-01',
    trainedOn: '2020-01-01',
    upToCents: null,
    addressIndex: null,
    appointedAt: NOW,
    appointedBy: null,
    ...appointed,
  });
}
