import { z } from 'zod';
import { insertFileOpening } from '../../data/stores/file-openings.ts';
import { findDocument } from '../../data/stores/documents.ts';
import { listReviewEvents } from '../../data/stores/review-events.ts';
import { listStaff } from '../../data/stores/staff.ts';
import { listStatements } from '../../data/stores/statements.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import { listQueue, OPEN_STATES } from '../../data/views/review-queue.ts';
import { outcomeWords } from '../../review-ui/explained.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { presentGrounds } from '../../review-ui/grounds.ts';
import { reviewCasePage, type ReviewCaseContext, type Tag } from '../../review-ui/pages/review-case.ts';
import { presentSaid, statementText } from '../../review-ui/statements.ts';
import { timelineOf } from '../../review-ui/timeline.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { PersonFile, Provenance } from '../../scoring/portfolio/records.ts';
import {
  canReachQuorum,
  castBefore,
  conflictOf,
  countedVotes,
  seatedMembers,
  seatOf,
  visibleVotes,
} from '../../scoring/review/committee.ts';
import { isOpen } from '../../scoring/review/review-states.ts';
import { verdictOf } from '../../scoring/review/verdict.ts';
import { decideToday } from '../actions/decide-today.ts';
import { isScoreCovered } from '../actions/show-score.ts';
import { mayClose } from '../actions/close-review.ts';
import { hasRole, loadReviewCase, type ReviewCase, staffIdOf } from '../actions/review-case.ts';
import { isRestricted } from '../../scoring/portfolio/restricted.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { checkPapers, papersOf } from './contest-form.ts';
import { contestsTold } from './contests-told.ts';
import { sendDocument } from './customer-reviews.ts';
import { committeeTable, verdictWords, votePart } from './committee-part.ts';
import { decisionPart } from './decision-part.ts';
import { type ExplainedDecision, readExplained } from './explained.ts';
import { additionPart } from './addition-part.ts';
import { similarPart, supportOnRecord, todayPart } from './preparation-part.ts';
import { leftCell, STATE_TAGS } from './reviews.ts';
import { isPersons, toldAbout } from './statements.ts';
import { whatIfPart } from './what-if.ts';
import { looksAtRowOf } from './looks-at.ts';

const NEIGHBOURS_AT_MOST = 500;
const TIMELINE_AT_MOST = 40;

/** The file of one review, as its officer, its committee and the auditor see it. */
export function reviewCaseRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/reviews/:id',
    allow: ['officer', 'member', 'chair', 'auditor'],
    looksAt: looksAtRowOf('reviews', 'review'),
    handler: openFile,
  });
  // Values of a person stand in no address: what is tried comes in the body, and nothing is kept.
  route(routes, {
    method: 'post',
    path: '/reviews/:id/what-if',
    allow: ['officer', 'member', 'chair', 'auditor'],
    looksAt: looksAtRowOf('reviews', 'review'),
    handler: (call) => showReviewCase(call, triedOf(call), []),
  });
  route(routes, {
    method: 'get',
    path: '/documents/:id',
    allow: ['officer', 'member', 'chair'],
    looksAt: looksAtRowOf('documents', 'document'),
    handler: sendReviewPaper,
  });
  route(routes, {
    method: 'post',
    path: '/documents/:id/signature-checks',
    allow: ['officer'],
    handler: checkAgain,
  });
}

/** What shows a mandate, or came from somebody who may not act, is no paper of a file. */
async function sendReviewPaper(call: Call): Promise<void> {
  const document = await findDocument(call.context.db, call.context.vault, idOf(call));
  if (document?.mandateId != null || document?.unheardId != null) throw new Problem('not_found');
  return sendDocument(call);
}

/** A service that did not answer then may answer now. */
async function checkAgain(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const document = await findDocument(call.context.db, call.context.vault, idOf(call));
  if (document === null) throw new Problem('not_found');
  const asked = await checkPapers(call, [document.id]);
  seeOther(call, document.reviewId === null ? '/reviews' : `/reviews/${document.reviewId}`, {
    kind: asked === 0 ? 'refused' : 'done',
    text: t(asked === 0 ? 'intake.noContainer' : 'intake.checkedAgain'),
  });
}

/** Whoever votes is measured by the time they had the file: opening it is recorded. */
async function openFile(call: Call): Promise<void> {
  const { db, now } = call.context;
  const found = await loadReviewCase(call.context, idOf(call));
  const staffId = staffIdOf(call.context);
  if (found?.review.state === 'before_committee' && staffId !== null) {
    const { reviewId, round } = found.review;
    if (seatOf(found.committee, staffId).kind === 'may_vote') {
      await insertFileOpening(db, { reviewId, round, staffId, openedAt: now });
    }
  }
  return showReviewCase(call, {}, []);
}

/** Shows the file; after a refused vote with what was typed and what to mend. */
export async function showReviewCase(
  call: Call,
  typed: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
): Promise<void> {
  const found = await loadReviewCase(call.context, idOf(call));
  const decision = found && (await readExplained(call.context, found.contested.id, { allRules: true }));
  if (found === null || decision === null) throw new Problem('not_found');
  const context = await contextOf(call, found, decision, typed, errors);
  page(call, reviewCasePage, context, errors.length === 0 ? 200 : 422);
}

async function contextOf(
  call: Call,
  found: ReviewCase,
  decision: ExplainedDecision,
  typed: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
): Promise<ReviewCaseContext> {
  const { db, vault } = call.context;
  const wording = wordingFor(call.language);
  const { t } = wording;
  const { review, contested } = found;
  const staff = new Map((await listStaff(db)).map((each) => [each.staffId, each.displayName]));
  const nameOf = (staffId: number): string => staff.get(staffId) ?? String(staffId);
  const statements = await listStatements(db, vault, { decisionId: contested.id });
  const file = await readPersonFile(db, review.personId);
  const viewer = staffIdOf(call.context) ?? 0;
  const isOfficer = hasRole(call.context, 'officer');
  const events = await listReviewEvents(db, vault, review.reviewId);
  const scoreCovered = isScoreCovered(found, events, staffIdOf(call.context));
  const today = file && (await decideToday(call.context, contested, decision.means, file));
  const told = await contestsTold(call.context, review, { names: true });
  const awaitsOfficer = review.state === 'requested' || review.state === 'prepared';
  return {
    reviewId: review.reviewId,
    personId: review.personId,
    title: t('staff.case.title', {
      number: review.reviewId,
      about: contested.decision.inputs.caseNumber,
      outcome: outcomeWords(contested.decision, wording),
    }),
    tags: tagsOf(found, call.context.today, wording),
    ...(await neighboursOf(call, review.reviewId)),
    errors,
    typed,
    words: presentSaid(
      (await toldAbout(call.context, { decisionId: contested.id })).filter(({ kind }) => kind !== 'support'),
      wording,
    ),
    grounds: presentGrounds(
      told,
      decision.explained,
      today?.kind === 'decided' ? today.sameRules.decision.inputs.values : null,
      wording,
    ),
    addition: await additionPart(call, found, told, wording),
    papers: await papersOf(
      call,
      { reviewId: review.reviewId },
      {
        folder: '/documents',
        opens: hasRole(call.context, 'officer', 'member', 'chair'),
        again: isOfficer,
      },
    ),
    support: [
      ...(file === null ? [] : supportOnRecord(file, call.context.today, wording)),
      ...statements.filter(({ kind }) => kind === 'support').map((said) => statementText(said, wording)),
    ],
    since: file === null ? [] : sinceOf(file, contested.decision.inputs.asOf, wording),
    notes: statements
      .filter((said) => !isPersons(said))
      .map(({ text, at }) => ({
        text,
        by: t('staff.case.byStaff', { date: wording.date(at.slice(0, 10)) }),
      })),
    scoreCovered,
    today: today === null || scoreCovered ? null : todayPart(decision, today, wording),
    decision: decisionPart(decision, wording),
    timeline:
      file === null
        ? { steps: [], cut: null }
        : timelineOf(file, contested.decision.inputs.case, wording, TIMELINE_AT_MOST),
    whatIf: whatIfPart(
      decision,
      (name) => typed[name] ?? null,
      wording,
      file !== null && isRestricted(file, call.context.today),
    ),
    assigned: {
      text:
        review.assignedTo === null
          ? t('staff.case.unassigned')
          : t('staff.case.assigned', { name: nameOf(review.assignedTo) }),
      canTake: isOfficer && isOpen(review.state) && review.assignedTo !== viewer,
    },
    canPrepare: isOfficer && awaitsOfficer,
    committee: committeeTable(found, nameOf, wording),
    vote: votePart(found, viewer, typed, wording),
    votes: visibleVotes(found.committee, found.votes, viewer).map((vote) => ({
      member: nameOf(vote.memberId),
      verdict: verdictWords(vote.verdict, decision, wording),
      reasons: vote.reasons,
    })),
    canExtend:
      isOpen(review.state) && review.extendedTo === null && hasRole(call.context, 'officer', 'chair'),
    canDeclare: isOpen(review.state) && seatOf(found.committee, viewer).kind === 'may_vote',
    closing: closingOf(
      call,
      found,
      viewer,
      told.map(({ at }) => at),
      wording,
    ),
    outcome: outcomeOf(found, wording),
    similar: await similarPart(call, decision),
  };
}

/** The values that were tried; an empty field tries nothing. */
function triedOf({ request }: Call): Readonly<Record<string, string>> {
  const tried = z.record(z.string(), z.unknown()).safeParse(request.body ?? {});
  return Object.fromEntries(
    Object.entries(tried.data ?? {}).flatMap(([name, text]) =>
      typeof text === 'string' && text !== '' ? [[name, text]] : [],
    ),
  );
}

function tagsOf({ review, committee }: ReviewCase, today: IsoDate, wording: Wording): readonly Tag[] {
  const { t, dateOn } = wording;
  const open = isOpen(review.state);
  const left = leftCell(review.dueOn, today, wording);
  const seated = seatedMembers(committee).length;
  const { quorum } = committee.rules;
  return [
    { text: t(`staff.review.state.${review.state}`), tone: STATE_TAGS[review.state] },
    ...(open
      ? [
          {
            text: `${t('staff.case.due', { date: dateOn(review.dueOn) })} · ${left.text}`,
            tone: left.tag ?? ('plain' as const),
          },
          {
            text: t(review.suspendsOutcome ? 'staff.review.suspended' : 'staff.review.notSuspended'),
            tone: 'plain' as const,
          },
        ]
      : []),
    ...(review.state === 'before_committee'
      ? [
          canReachQuorum(committee)
            ? { text: t('staff.case.quorum', { seated, quorum }), tone: 'yes' as const }
            : { text: t('staff.case.noQuorum', { seated, quorum }), tone: 'no' as const },
          {
            text: t(committee.closed ? 'staff.case.uncovered' : 'staff.case.covered'),
            tone: 'info' as const,
          },
        ]
      : []),
    ...(review.round > 1
      ? [{ text: t('staff.case.round', { round: review.round }), tone: 'wait' as const }]
      : []),
  ];
}

/** The reviews before and after this one in the open queue, for J and K. */
async function neighboursOf(
  call: Call,
  reviewId: number,
): Promise<Pick<ReviewCaseContext, 'previous' | 'next'>> {
  const queue = await listQueue(
    call.context.db,
    { states: OPEN_STATES, kind: null, assigned: null },
    NEIGHBOURS_AT_MOST,
  );
  const at = queue.findIndex((row) => row.reviewId === reviewId);
  const address = (index: number): string | null => {
    const row = at === -1 ? undefined : queue[index];
    return row === undefined ? null : `/reviews/${row.reviewId}`;
  };
  return { previous: address(at - 1), next: address(at + 1) };
}

/** What we came to know after the decision was made, by kind. */
function sinceOf(file: PersonFile, asOf: IsoDate, { t, date }: Wording): readonly string[] {
  const lists: readonly (readonly [string, readonly Provenance[]])[] = [
    ['status', file.statuses],
    ['claimEvents', file.claimEvents],
    ['payments', file.payments],
    ['plans', file.plans],
    ['promises', file.promises],
    ['contacts', file.contacts],
    ['publicRecords', file.publicRecords],
    ['incomes', file.incomes],
    ['restrictions', file.restrictions],
  ];
  return lists.flatMap(([kind, records]) => {
    const newer = records
      .map(({ obtainedOn }) => obtainedOn)
      .filter((on) => on > asOf)
      .sort();
    const newest = newer.at(-1);
    return newest === undefined
      ? []
      : [
          t('staff.case.sinceRecord', {
            what: t(`customer.data.kind.${kind}`),
            count: newer.length,
            date: date(newest),
          }),
        ];
  });
}

/** For a chair without a conflict while the vote runs; null for everybody else. */
function closingOf(
  call: Call,
  { review, committee, votes }: ReviewCase,
  viewer: number,
  said: readonly IsoInstant[],
  { t }: Wording,
): readonly string[] | null {
  if (review.state !== 'before_committee' || !mayClose(call.context, committee, viewer)) return null;
  if (conflictOf(committee, viewer) !== null) return null;
  const counted = countedVotes(committee, votes);
  const unaware = castBefore(counted, said).length;
  return [
    t('staff.case.closeHint', { voted: counted.length, seated: seatedMembers(committee).length }),
    ...(unaware === 0 ? [] : [t('staff.case.saidSince', { count: unaware })]),
  ];
}

function outcomeOf(found: ReviewCase, { t }: Wording): ReviewCaseContext['outcome'] {
  const { review, committee, votes, contested, burdenOf } = found;
  if (review.state !== 'decided' && review.state !== 'notified') return null;
  const verdict = verdictOf({ ...committee, closed: true }, votes, contested.decision.outcome, burdenOf);
  return {
    text: t('staff.case.closed', { verdict: t(`staff.case.verdictKind.${verdict.kind}`) }),
    tie: 'byTie' in verdict && verdict.byTie,
    newDecision:
      review.outcomeDecisionId === null
        ? null
        : t('staff.case.newDecision', { number: review.outcomeDecisionId }),
  };
}
