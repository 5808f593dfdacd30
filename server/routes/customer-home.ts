import { policyText } from '../../scoring/policy/policy-text.ts';
import { loadPolicy } from '../../data/policies.ts';
import { profileOfPortfolio } from '../../data/profiles.ts';
import { findDecisions, listDecisionsOfPerson } from '../../data/stores/decisions.ts';
import { listOffersOfPerson } from '../../data/stores/offers.ts';
import { listReviewsOfPerson } from '../../data/stores/reviews.ts';
import { listRightsRequestsOfPerson } from '../../data/stores/rights-requests.ts';
import { findLetterPerson, type LetterPerson } from '../../data/views/letter-persons.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import {
  customerHomePage,
  type HomeFacts,
  type LetterFact,
  presentCustomerHome,
} from '../../review-ui/pages/customer-home.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { asOf } from '../../scoring/portfolio/as-of.ts';
import { ownContact } from '../../scoring/safeguards/controller-profile.ts';
import type { Policy } from '../../scoring/policy/policy.ts';
import { isOpen } from '../../scoring/review/review-states.ts';
import { policyOfDecision } from '../actions/review-case.ts';
import { page } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, route, type Routes } from '../http/route.ts';
import { isAddressee, lettersOf } from './letters-of.ts';
import { personIdOf } from './matters.ts';

const DECISIONS_AT_MOST = 20;

/** Where a customer lands: what they owe, what needs them, what they can do, what was decided and what comes next. */
export function customerHomeRoutes(routes: Routes): void {
  route(routes, { method: 'get', path: '/my', allow: ['customer'], handler: showHome });
}

async function showHome(call: Call): Promise<void> {
  const { db, vault, today } = call.context;
  const personId = personIdOf(call);
  const person = await findLetterPerson(db, vault, personId);
  const file = await readPersonFile(db, personId);
  if (person === null || file === null) throw new Problem('not_found');
  const decisions = await decisionsOf(call, personId);
  const reviews = await listReviewsOfPerson(db, personId);
  const requests = await listRightsRequestsOfPerson(db, vault, personId);
  const facts: HomeFacts = {
    file: asOf(file, today),
    ...(await keeperOf(call, person, decisions[0]?.policy ?? null)),
    decisions,
    reviews: reviews
      .filter(({ state }) => state !== 'withdrawn')
      .map(({ reviewId, decisionId, state, dueOn }) => ({
        reviewId,
        decisionId,
        dueOn,
        open: isOpen(state),
      })),
    letters: await unreadLetters(call),
    offers: await listOffersOfPerson(db, vault, personId),
    requests: requests.filter(({ state }) => state !== 'answered' && state !== 'withdrawn'),
  };
  page(call, customerHomePage, presentCustomerHome(facts, today, wordingFor(call.language)));
}

/** Newest first. */
async function decisionsOf({ context }: Call, personId: number): Promise<HomeFacts['decisions']> {
  const { db, vault } = context;
  const listed = (await listDecisionsOfPerson(db, personId)).slice(0, DECISIONS_AT_MOST);
  const ids = listed.map(({ id }) => id);
  const stored = (await findDecisions(db, vault, ids)).toReversed();
  const replaced = new Set(stored.map((decision) => decision.replaces_decision_id));
  return Promise.all(
    stored.map(async (decision) => ({
      id: decision.id,
      claimId: decision.claim_id,
      applicationId: decision.application_id,
      decidedOn: decision.decided_at.slice(0, 10),
      decidedBy: decision.decided_by,
      replaced: replaced.has(decision.id),
      decision: decision.decision,
      policy: await policyOfDecision(context, decision),
    })),
  );
}

/** Whose name the page bears, and how to reach a person there. */
async function keeperOf(
  { context: { db }, language }: Call,
  { controller, portfolioId, policyId }: LetterPerson,
  newest: Policy | null,
): Promise<Pick<HomeFacts, 'controller' | 'contact' | 'contactText' | 'advice'>> {
  const profile = await profileOfPortfolio(db, portfolioId);
  const notice = (newest ?? (policyId === null ? null : (await loadPolicy(db, policyId))?.policy))?.notice;
  return {
    controller,
    contact: ownContact(profile, controller),
    contactText: notice === undefined ? null : policyText(notice.contact, language),
    advice:
      notice === undefined
        ? null
        : { text: policyText(notice.debtAdvice.text, language), url: notice.debtAdvice.url },
  };
}

async function unreadLetters(call: Call): Promise<readonly LetterFact[]> {
  const letters = await lettersOf(call);
  return letters
    .filter((letter) => letter.readAt === null && isAddressee(call, letter))
    .map(({ id, kind, decisionId, reviewId, text, createdAt }) => ({
      ...{ id, kind, decisionId, reviewId, text },
      on: createdAt.slice(0, 10),
    }));
}
