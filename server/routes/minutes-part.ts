import { listConflicts } from '../../data/stores/committees.ts';
import { listDocuments } from '../../data/stores/documents.ts';
import { listReviewEvents, type ReviewEvent } from '../../data/stores/review-events.ts';
import { listStaff } from '../../data/stores/staff.ts';
import { listStatements } from '../../data/stores/statements.ts';
import { outcomeWords } from '../../review-ui/explained.ts';
import type { ReviewMinutesContext } from '../../review-ui/pages/review-minutes.ts';
import type { Table } from '../../review-ui/table.ts';
import type { Wording } from '../../review-ui/wording.ts';
import type { Vote } from '../../scoring/review/review.ts';
import { type CommitteeVerdict, verdictOf } from '../../scoring/review/verdict.ts';
import type { ActionContext } from '../actions/action.ts';
import { loadReviewCase, type ReviewCase, staffIdOf } from '../actions/review-case.ts';
import { visibleEvents } from '../actions/show-score.ts';
import { readExplained } from './explained.ts';
import { committeeTable, verdictWords } from './committee-part.ts';

/** What stands in the minutes, in words; null when there is no such review, or its person was erased. */
export async function minutesOf(
  context: ActionContext,
  reviewId: number,
  wording: Wording,
): Promise<Omit<ReviewMinutesContext, 'paper'> | null> {
  const { db, vault } = context;
  const found = await loadReviewCase(context, reviewId);
  const decision = found && (await readExplained(context, found.contested.id));
  if (found === null || decision === null) return null;
  const { t } = wording;
  const { review, committee, votes } = found;
  const staff = new Map((await listStaff(db)).map((each) => [each.staffId, each.displayName]));
  const nameOf = (staffId: number): string => staff.get(staffId) ?? String(staffId);
  const verdict = decidedVerdict(found);
  return {
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
    material: await materialOf(context, found, wording),
    votes:
      verdict === null
        ? null
        : votes.map((vote) => ({
            member: nameOf(vote.memberId),
            verdict: verdictWords(vote.verdict, decision, wording),
            reasons: vote.reasons,
            dissents: dissents(vote, verdict),
          })),
    verdict: verdict === null ? null : verdictText(verdict, wording),
    followUp: followUpOf(found, wording),
    events: eventTable(
      visibleEvents(await listReviewEvents(db, vault, review.reviewId), found, staffIdOf(context)),
      nameOf,
      wording,
    ),
  };
}

export function isDecided({ state }: ReviewCase['review']): boolean {
  return state === 'decided' || state === 'notified';
}

function decidedVerdict({
  review,
  committee,
  votes,
  contested,
  burdenOf,
}: ReviewCase): CommitteeVerdict | null {
  if (!isDecided(review)) return null;
  return verdictOf({ ...committee, closed: true }, votes, contested.decision.outcome, burdenOf);
}

/** A vote for another end than the one that came of it: kept with its reasons, as a dissenting opinion. */
function dissents({ verdict: cast }: Vote, verdict: CommitteeVerdict): boolean {
  if (verdict.kind === 'upheld') return cast.kind !== 'uphold';
  if (verdict.kind !== 'changed') return false;
  return cast.kind !== 'change' || JSON.stringify(cast.to) !== JSON.stringify(verdict.to);
}

function verdictText(verdict: CommitteeVerdict, { t }: Wording): string {
  const tie = 'byTie' in verdict && verdict.byTie ? ` ${t('staff.case.tie')}` : '';
  return `${t(`staff.case.verdictKind.${verdict.kind}`)}.${tie}`;
}

function followUpOf({ review }: ReviewCase, { t }: Wording): readonly string[] {
  if (review.outcomeDecisionId === null) return [];
  return [
    t('committee.minutes.newDecision', { number: review.outcomeDecisionId, old: review.decisionId }),
    ...(review.state === 'notified' ? [t('committee.minutes.told')] : []),
  ];
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
  { db, vault }: ActionContext,
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

function eventTable(
  events: readonly ReviewEvent[],
  nameOf: (staffId: number) => string,
  { t, has, instant }: Wording,
): Table {
  const who = ({ actorKind, actorId }: ReviewEvent): string => {
    if (actorKind === 'system') return t('staff.minutes.system');
    if (actorKind === 'representative') return t('staff.audit.actor.representative', { id: actorId ?? '' });
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
