import { insertCustomer } from '../../data/stores/customers.ts';
import { confirmMandate, insertMandate } from '../../data/stores/mandates.ts';
import { saveRepresentativeAccount } from '../../data/stores/representative-accounts.ts';
import { insertSignInCodes } from '../../data/stores/sign-in-codes.ts';
import { insertStaff } from '../../data/stores/staff.ts';
import { insertUndos } from '../../data/stores/undos.ts';
import { addDays } from '../../scoring/portfolio/dates.ts';
import type { MandateScope } from '../../scoring/safeguards/mandate.ts';
import type { ActionContext, Actor, Role } from '../../server/actions/action.ts';
import { castVote } from '../../server/actions/cast-vote.ts';
import { closeReview } from '../../server/actions/close-review.ts';
import { declareConflict } from '../../server/actions/declare-conflict.ts';
import { extendReview } from '../../server/actions/extend-review.ts';
import { holdRetention } from '../../server/actions/hold-retention.ts';
import { openReview } from '../../server/actions/open-review.ts';
import { openRightsRequest } from '../../server/actions/open-rights-request.ts';
import { prepareReview } from '../../server/actions/prepare-review.ts';
import { requestReview } from '../../server/actions/request-review.ts';
import { createSignInCode } from '../../server/actions/sign-in-code.ts';
import { withdrawReview } from '../../server/actions/withdraw-review.ts';
import { STAFF_ROLES } from '../../server/identity/identify.ts';
import { hashPassword } from '../../server/identity/passwords.ts';
import type { Services } from '../../server/services.ts';
import type { Verdict } from '../../scoring/review/review.ts';
import { RIGHTS } from '../../scoring/safeguards/rights.ts';
import { appoint } from '../server/actions/contested.ts';
import { insertSmallWorld, type SmallWorld, type Told } from '../server/http/small-world.ts';
import { LENT, takeDecisions } from './shared.ts';

const ATTACK = '<script>attacked=1</script><img src=x onerror=attacked=2>';
/** Hebrew, a sign that turns the order of all that follows and is never closed, and letters of four bytes. */
const TURNED = 'שרה \u202Egnorw 👩🏽‍🦽';

/** What nobody is called, and what people who mean harm write. */
export const HOSTILE: Told = {
  controller: `Võlg & "Pojad" ${ATTACK}`,
  person: `${TURNED} O'Neill <b id=planted>`,
  address: `"><svg onload=attacked=3> ${TURNED}`,
  words: `{{constructor}} $t(common.skip) ${ATTACK} ${TURNED} ${'väga '.repeat(60)}${'pikk'.repeat(12)}`,
  paper: `../../etc/${TURNED} "a"; x=<script>attacked=6</script>.pdf`,
  recipient: `=cmd|' /C calc'!A0 ${ATTACK} ${TURNED}`,
  representative: `javascript:attacked=4 ${TURNED} ${ATTACK}`,
};

const VERDICTS: Readonly<Record<'changed' | 'upheld' | 'sent_back', Verdict>> = {
  changed: { kind: 'change', to: LENT },
  upheld: { kind: 'uphold' },
  sent_back: { kind: 'send_back', missing: HOSTILE.words },
};

export const PASSWORD = 'correct horse battery';

export interface HostileWorld extends SmallWorld {
  /** In every state that a review can be in. */
  readonly reviews: readonly HostileReview[];
  /** Of each right, and the own one. */
  readonly rights: readonly number[];
  /** User names: of staff by role, of the person, of somebody who acts for them. */
  readonly staff: Readonly<Record<string, string>>;
  readonly customer: string;
  /** Codes to sign in for others: still to choose for whom, and for one claim. */
  readonly codes: { readonly choosing: string; readonly representative: string };
}

export interface HostileReview {
  readonly reviewId: number;
  readonly decisionId: number;
  /** Of the person who asked for it. */
  readonly username: string;
  readonly state: (typeof STATES)[number];
}

/** How far each review gets, and with which outcome; of the first a declined application is needed, which is approved. */
const STATES = ['changed', 'upheld', 'voting', 'sent_back', 'prepared', 'withdrawn', 'requested'] as const;
const OF_CREDIT = 3;

/** Decisions that the world contests: declined applications, then measures. */
export async function decisionsToContest(): Promise<readonly number[]> {
  const measures = STATES.length - OF_CREDIT;
  return [
    ...(await takeDecisions('creditable', 1)),
    ...(await takeDecisions('decline', OF_CREDIT - 1)),
    ...(await takeDecisions('measure', measures)),
  ];
}

/** Everything that stands in an address, of people whose names and words are attacks, beside the sample. */
export async function insertHostileWorld(
  services: Pick<Services, 'db' | 'vault'>,
  contested: readonly number[],
): Promise<HostileWorld> {
  const { db, vault } = services;
  const world = await insertSmallWorld(services, HOSTILE);
  const now = new Date().toISOString();
  const as = (actor: Actor): ActionContext => ({ db, vault, now, today: now.slice(0, 10), actor });
  const passwordHash = await hashPassword(PASSWORD);

  const staff: Record<string, string> = {};
  const actors = new Map<Role, Extract<Actor, { kind: 'staff' }>>();
  const hire = async (username: string, role: Role) => {
    const displayName = `${username} ${HOSTILE.person}`;
    const language = 'en';
    const row = { username, displayName, passwordHash, roles: [role], language, demo: false, createdAt: now };
    const staffId = await insertStaff(db, { ...row, language });
    await appoint(db, staffId, [role]);
    return { kind: 'staff', roles: [role], staffId } as const;
  };
  for (const role of STAFF_ROLES) {
    staff[role] = `walk-${role}`;
    actors.set(role, await hire(`walk-${role}`, role));
  }
  const of = (role: Role): ActionContext => as(actors.get(role) ?? { kind: 'system' });
  const second = as(await hire('walk-member-2', 'member'));

  const account = async (username: string, personId: number): Promise<string> => {
    await insertCustomer(db, { personId, username, passwordHash, demo: false, createdAt: now });
    return username;
  };
  const { personId } = world.own;
  const customer = await account('walk-customer', personId);

  const reviews: HostileReview[] = [];
  const committee = [of('member'), second, of('chair')];
  for (const [nth, state] of STATES.entries()) {
    const decisionId = contested[nth] ?? 0;
    const row = (await db('decisions').where({ id: decisionId }).first('person_id')) as { person_id: number };
    const actor = as({ kind: 'customer', personId: row.person_id });
    const asked = await requestReview(actor, { decisionId, statement: HOSTILE.words });
    if (asked.kind === 'refused') throw new Error(`decision ${decisionId}: ${asked.because}`);
    const { reviewId } = asked;
    const username = await account(`walk-customer-${decisionId}`, row.person_id);
    reviews.push({ reviewId, decisionId, username, state });
    if (state === 'requested') continue;
    if (state === 'withdrawn') {
      expectDone(await withdrawReview(actor, { reviewId }));
      continue;
    }
    expectDone(await prepareReview(of('officer'), { reviewId, note: HOSTILE.words }));
    if (state === 'prepared') continue;
    const called = { reviewId, memberIds: committee.map(idOf), chairId: idOf(of('chair')) };
    expectDone(await openReview(of('officer'), called));
    const reasons = HOSTILE.words;
    if (state === 'voting') {
      expectDone(await castVote(second, { reviewId, verdict: { kind: 'uphold' }, reasons }));
      expectDone(await declareConflict(of('member'), { reviewId, reason: HOSTILE.words }));
      expectDone(await extendReview(of('chair'), { reviewId, reason: HOSTILE.words }));
      continue;
    }
    for (const member of committee) {
      expectDone(await castVote(member, { reviewId, verdict: VERDICTS[state], reasons }));
    }
    expectDone(await closeReview(of('chair'), { reviewId }));
  }

  const rights = [world.own.rightsRequest];
  for (const right of RIGHTS.filter((each) => each !== 'objection')) {
    const asked = await openRightsRequest(as({ kind: 'customer', personId }), {
      personId,
      right,
      words: HOSTILE.words,
      ground: right === 'erasure' ? 'unlawful' : right === 'restriction' ? 'accuracy_contested' : null,
      consent: right === 'consent_withdrawal' ? 'marketing' : null,
    });
    if (asked.kind === 'opened') rights.push(asked.requestId);
  }

  await insertUndos(db, {
    personId,
    decisionId: world.own.decision,
    replacedBy: world.own.freshDecision,
    undos: [
      { what: 'entry_removed', amountCents: null },
      { what: 'cost_returned', amountCents: 700 },
    ],
    openedAt: now,
  });
  const caseNumber = `C${world.own.claim}`;
  const hold = { caseNumber, reason: 'court_case', note: HOSTILE.words, reviewOn: inDays(now, 90) } as const;
  expectDone(await holdRetention(of('dpo'), hold));

  const mandated = async (scope: MandateScope): Promise<string> => {
    const representativeId = await saveRepresentativeAccount(db, null, now);
    const [recordedBy, confirmedBy] = [idOf(of('officer')), idOf(of('chair'))];
    const mandate = await insertMandate(db, vault, {
      personId,
      representativeId,
      kind: 'power_of_attorney',
      scope,
      identity: { name: HOSTILE.representative, contact: HOSTILE.words.slice(0, 100) },
      proof: 'id_document',
      basis: HOSTILE.words,
      validFrom: '2026-01-01',
      validUntil: null,
      replacesPerson: false,
      recordedBy,
      recordedAt: now,
    });
    await confirmMandate(db, mandate, { staffId: confirmedBy, now });
    const code = createSignInCode();
    const expiresAt = `${inDays(now, 30)}T00:00:00.000Z`;
    await insertSignInCodes(db, [
      { personId, noticeId: null, representativeId, code, createdAt: now, expiresAt },
    ]);
    return code;
  };
  const codes = {
    choosing: await mandated({ kind: 'all' }),
    representative: await mandated({ kind: 'claim', claimId: world.own.claim }),
  };

  return { ...world, reviews, rights, staff, customer, codes };
}

function idOf({ actor }: ActionContext): number {
  return actor.kind === 'staff' ? actor.staffId : 0;
}

function inDays(now: string, days: number): string {
  return addDays(now.slice(0, 10), days);
}

/** The world is ours: what it cannot have is a fault of the test. */
function expectDone(result: { readonly kind: string }): void {
  if (result.kind === 'refused') throw new Error(`the hostile world: ${JSON.stringify(result)}`);
}
