import { listConflicts } from '../../data/stores/committees.ts';
import { listDocuments } from '../../data/stores/documents.ts';
import { listReviewEvents, type ReviewEvent } from '../../data/stores/review-events.ts';
import { listStaff } from '../../data/stores/staff.ts';
import { listStatements } from '../../data/stores/statements.ts';
import { outcomeWords } from '../../review-ui/explained.ts';
import { reviewMinutesPage, type ReviewMinutesContext } from '../../review-ui/pages/review-minutes.ts';
import type { Table } from '../../review-ui/table.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { verdictOf } from '../../scoring/review/verdict.ts';
import { loadReviewCase, type ReviewCase } from '../actions/review-case.ts';
import { page } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { readExplained } from './explained.ts';
import { committeeTable, verdictWords } from './committee-part.ts';
import { looksAtRowOf } from './looks-at.ts';

/** The minutes: who sat, who stepped down, what was considered, the votes with reasons, the course of events. */
export function reviewMinutesRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/reviews/:id/minutes',
    allow: ['officer', 'member', 'chair', 'auditor'],
    looksAt: looksAtRowOf('reviews', 'review'),
    handler: showMinutes,
  });
}

async function showMinutes(call: Call): Promise<void> {
  const { db, vault } = call.context;
  const found = await loadReviewCase(call.context, idOf(call));
  const decision = found && (await readExplained(call.context, found.contested.id));
  if (found === null || decision === null) throw new Problem('not_found');
  const wording = wordingFor(call.language);
  const { t } = wording;
  const { review, committee, votes } = found;
  const staff = new Map((await listStaff(db)).map((each) => [each.staffId, each.displayName]));
  const nameOf = (staffId: number): string => staff.get(staffId) ?? String(staffId);
  const decided = review.state === 'decided' || review.state === 'notified';
  page(call, reviewMinutesPage, {
    reviewId: review.reviewId,
    facts: factsOf(found, wording),
    committee: committeeTable(found, nameOf, wording),
    recusals: [
      ...committee.involvements.map(
        ({ memberId, conflict }) => `${nameOf(memberId)}: ${t(`staff.case.mayNot.${conflict}`)}`,
      ),
      ...(await listConflicts(db, vault, review.reviewId)).flatMap(({ staffId, reason }) =>
        reason === null ? [] : [`${nameOf(staffId)}: ${reason}`],
      ),
    ],
    material: await materialOf(call, found, wording),
    votes: decided
      ? votes.map((vote) => ({
          member: nameOf(vote.memberId),
          verdict: verdictWords(vote.verdict, decision, wording),
          reasons: vote.reasons,
        }))
      : null,
    verdict: decided ? verdictText(found, wording) : null,
    events: eventTable(await listReviewEvents(db, vault, review.reviewId), nameOf, wording),
  } satisfies ReviewMinutesContext);
}

function factsOf({ review, contested }: ReviewCase, wording: Wording): ReviewMinutesContext['facts'] {
  const { t, date } = wording;
  const { decision } = contested;
  return [
    {
      name: t('staff.minutes.about'),
      value: `${contested.id} · ${decision.inputs.caseNumber} · ${outcomeWords(decision, wording)}`,
    },
    { name: t('staff.minutes.state'), value: t(`staff.review.state.${review.state}`) },
    { name: t('staff.minutes.asked'), value: date(review.requestedAt.slice(0, 10)) },
    { name: t('staff.minutes.due'), value: date(review.dueOn) },
    ...(review.closedAt === null
      ? []
      : [{ name: t('staff.minutes.closedAt'), value: date(review.closedAt.slice(0, 10)) }]),
  ];
}

async function materialOf(
  { context: { db, vault } }: Call,
  { review }: ReviewCase,
  { t }: Wording,
): Promise<readonly string[]> {
  const statements = await listStatements(db, vault, { reviewId: review.reviewId });
  const papers = await listDocuments(db, vault, { reviewId: review.reviewId });
  return [
    t('customer.track.sawDecision'),
    ...(statements.some(({ authorKind }) => authorKind !== 'staff') ? [t('staff.minutes.words')] : []),
    ...statements.filter(({ authorKind }) => authorKind === 'staff').map(({ text }) => text),
    ...papers.map(({ name }) => name),
  ];
}

function verdictText({ committee, votes, contested, burdenOf }: ReviewCase, { t }: Wording): string {
  const verdict = verdictOf({ ...committee, closed: true }, votes, contested.decision.outcome, burdenOf);
  const tie = 'byTie' in verdict && verdict.byTie ? ` ${t('staff.case.tie')}` : '';
  return `${t(`staff.case.verdictKind.${verdict.kind}`)}.${tie}`;
}

function eventTable(
  events: readonly ReviewEvent[],
  nameOf: (staffId: number) => string,
  { t, has, instant }: Wording,
): Table {
  const who = ({ actorKind, actorId }: ReviewEvent): string => {
    if (actorKind === 'system') return t('staff.minutes.system');
    return actorKind === 'staff' && actorId !== null ? nameOf(actorId) : t('staff.minutes.personActor');
  };
  return {
    caption: t('staff.minutes.events'),
    columns: [
      { label: t('staff.minutes.at'), kind: 'text' },
      { label: t('staff.minutes.who'), kind: 'text' },
      { label: t('staff.minutes.what'), kind: 'text' },
    ],
    rows: events.map((event) => ({
      cells: [
        instant(event.at),
        who(event),
        {
          text: has(`staff.event.${event.event}`) ? t(`staff.event.${event.event}`) : event.event,
          ...(event.note === null ? {} : { note: event.note }),
        },
      ],
    })),
    empty: t('common.none'),
    narrow: 'cards',
  };
}
