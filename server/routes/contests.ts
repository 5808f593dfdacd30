import { z } from 'zod';
import { findStandingDecision } from '../../data/stores/decisions.ts';
import { findCarriedOutOn } from '../../data/stores/measures-taken.ts';
import { findOpenReviewOf } from '../../data/stores/reviews.ts';
import { findDecisionByNumber } from '../../data/views/case-search.ts';
import { outcomeWords } from '../../review-ui/explained.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { groundsForm } from '../../review-ui/grounds.ts';
import { contestPage, type ContestContext } from '../../review-ui/pages/contest.ts';
import { sizeText } from '../../review-ui/size.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { stillPossibleLines } from '../../scoring/explanation/review-notices.ts';
import { type Grounds, NO_GROUNDS } from '../../scoring/review/contest.ts';
import { isIsoDate } from '../../scoring/portfolio/dates.ts';
import { answerDueOn } from '../../scoring/review/deadlines.ts';
import { requestReview } from '../actions/request-review.ts';
import { hasRole } from '../actions/review-case.ts';
import { holidaysOf } from '../holidays.ts';
import { PAPER_BYTES_AT_MOST } from '../http/body.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { PAPERS_AT_MOST, takePapers } from '../papers.ts';
import { checkPapers, groundsErrors, groundsFrom, paperErrors, withPapersAgain } from './contest-form.ts';
import { type ExplainedDecision, readExplained } from './explained.ts';
import { cameErrors, cameForm, cameFrom, cameOptions, toFollowOptions } from './came.ts';
import { looksAtRowOf } from './looks-at.ts';
import { tooLongBesidePapers } from './words.ts';

/** Contesting a decision for somebody who calls, writes or comes. */
export function contestRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/decisions/:id/contest',
    allow: ['officer', 'planner'],
    looksAt: looksAtRowOf('decisions', 'decision'),
    handler: openForm,
  });
  route(routes, {
    method: 'post',
    path: '/decisions/:id/contests',
    body: 'papers',
    allow: ['officer', 'planner'],
    handler: takeContest,
  });
  // The number of a case stands in no address.
  route(routes, {
    method: 'post',
    path: '/contest-searches',
    allow: ['officer', 'planner'],
    handler: search,
  });
}

interface Typed {
  readonly came: string;
  readonly shown: string;
  readonly received: string;
  readonly words: string;
  readonly grounds: Grounds;
  readonly errors: readonly FieldError[];
}

/** A decision that another replaced leads to the one that stands. */
async function openForm(call: Call): Promise<void> {
  const decisionId = idOf(call);
  const standsId = await findStandingDecision(call.context.db, decisionId);
  if (standsId !== decisionId) return leadTo(call, standsId);
  const received = call.context.today;
  await showForm(call, { came: '', shown: '', received, words: '', grounds: NO_GROUNDS, errors: [] });
}

function leadTo(call: Call, standsId: number): void {
  const { t } = wordingFor(call.language);
  seeOther(call, `/decisions/${standsId}/contest`, { kind: 'wait', text: t('intake.replaced') });
}

async function showForm(call: Call, typed: Typed): Promise<void> {
  const found = await readExplained(call.context, idOf(call));
  if (found === null) throw new Problem('not_found');
  const context = await contextOf(call, found, typed);
  page(call, contestPage, context, typed.errors.length === 0 ? 200 : 422);
}

async function contextOf(
  call: Call,
  { stored, explained }: ExplainedDecision,
  { grounds, errors, ...typed }: Typed,
): Promise<ContestContext> {
  const { db } = call.context;
  const wording = wordingFor(call.language);
  const { t, date } = wording;
  const open = await findOpenReviewOf(db, stored.id);
  return {
    decisionId: stored.id,
    personId: stored.person_id,
    about: `${stored.decision.inputs.caseNumber} · ${outcomeWords(stored.decision, wording)}`,
    madeBy: t('staff.case.madeBy', {
      who: t(stored.decided_by === 'people' ? 'staff.case.people' : 'staff.case.program'),
      date: date(stored.decided_at.slice(0, 10)),
      policy: `${explained.policy.name[call.language] ?? explained.policy.name.en} ${explained.policy.version}`,
      scorecards: stored.decision.scores.map((each) => `${each.scorecard} ${each.version}`).join(', ') || '–',
    }),
    expect: await expectations(call, { stored, explained }, wording),
    openReview: open && {
      href: `/reviews/${open.reviewId}`,
      text: t('intake.open', { number: open.reviewId, date: date(open.dueOn) }),
    },
    came: [...(await cameOptions(call, stored.person_id, wording)), ...toFollowOptions(wording)],
    typed,
    grounds: groundsForm(explained, grounds, wording),
    errors,
    paperSize: sizeText(PAPER_BYTES_AT_MOST, wording),
    papersAtMost: PAPERS_AT_MOST,
  };
}

async function expectations(
  { context }: Call,
  { stored, explained }: Pick<ExplainedDecision, 'stored' | 'explained'>,
  { t, dateOn, language }: Wording,
): Promise<readonly string[]> {
  const { review } = explained.policy;
  const { outcome, inputs } = stored.decision;
  const carriedOutOn = await findCarriedOutOn(context.db, stored.id);
  const dueOn = answerDueOn(context.today, review, holidaysOf(inputs.jurisdiction));
  return [
    t('intake.answerBy', { date: dateOn(dueOn) }),
    ...(carriedOutOn !== null && outcome.kind === 'measure'
      ? stillPossibleLines(outcome.measure, carriedOutOn, language).map((line) => line.replace(/^– /, ''))
      : review.suspendsOutcome
        ? [t('intake.waits')]
        : []),
    ...(stored.decided_by === 'people' ? [t('intake.others')] : []),
    t('intake.noWorse'),
  ];
}

const contestForm = cameForm.extend({ received: z.string().max(20).catch(''), words: z.string().catch('') });

async function takeContest(call: Call): Promise<void> {
  const { t, dateOn } = wordingFor(call.language);
  const form = contestForm.parse(call.request.body ?? {});
  const received = form.received.trim();
  const grounds = groundsFrom(call.request.body);
  const papers = await takePapers(call.files, 'papers');
  const inPersonOf = cameFrom(form);
  const refuse = (errors: readonly FieldError[]) =>
    showForm(call, { ...form, grounds, errors: withPapersAgain(call, errors) });
  const errors = [
    ...cameErrors(call, form),
    ...(received === '' || isIsoDate(received) ? [] : [{ field: 'received', text: t('intake.wrongDay') }]),
    ...tooLongBesidePapers(call, form.words),
    ...groundsErrors(call, grounds),
    ...paperErrors(call, papers),
  ];
  if (errors.length > 0 || papers.kind === 'refused' || inPersonOf === null) return refuse(errors);
  const asked = await requestReview(call.context, {
    decisionId: idOf(call),
    statement: form.words,
    grounds,
    documents: papers.papers,
    ...(received === '' ? {} : { receivedOn: received }),
    inPersonOf,
  });
  if (asked.kind !== 'refused') {
    await checkPapers(call, asked.documentIds);
    const text =
      asked.kind === 'already'
        ? t('intake.added', { number: asked.reviewId })
        : t('intake.done', { number: asked.reviewId, date: dateOn(asked.dueOn) });
    const isToFollow = 'method' in inPersonOf && inPersonOf.method === null;
    const to = hasRole(call.context, 'officer')
      ? `/reviews/${asked.reviewId}`
      : `/decisions/${idOf(call)}/contest`;
    return seeOther(call, to, {
      kind: 'done',
      text: isToFollow ? `${text} ${t('intake.askIdentity')}` : text,
    });
  }
  switch (asked.because) {
    case 'no_decision':
      throw new Problem('not_found');
    case 'not_allowed':
      throw new Problem('forbidden');
    case 'replaced':
      return leadTo(call, asked.standsId);
    case 'unknown_datum':
    case 'too_long':
      throw new Problem('invalid');
    case 'wrong_day':
      return refuse([{ field: 'received', text: t('intake.wrongDay') }]);
    case 'not_shown':
      return refuse([{ field: 'shown', text: t('intake.notShown') }]);
    case 'no_proof':
    case 'proves_nothing':
      return refuse([{ field: 'came', text: t('intake.noProof') }]);
  }
}

const searched = z.object({ number: z.string().trim().max(60).catch('') });

async function search(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const { number } = searched.parse(call.request.body ?? {});
  const found =
    number === '' ? ({ kind: 'none' } as const) : await findDecisionByNumber(call.context.db, number);
  if (found.kind === 'found') return seeOther(call, `/decisions/${found.decisionId}/contest`);
  const back = hasRole(call.context, 'officer') ? '/reviews' : '/cases';
  seeOther(call, back, { kind: 'refused', text: t(`intake.search.${found.kind}`) });
}
