import { z } from 'zod';
import { findDecision, findStandingDecision } from '../../data/stores/decisions.ts';
import { findDocument } from '../../data/stores/documents.ts';
import { findOpenReviewOf, findReview } from '../../data/stores/reviews.ts';
import { listReviewEvents } from '../../data/stores/review-events.ts';
import { listStatements } from '../../data/stores/statements.ts';
import { listVotes } from '../../data/stores/votes.ts';
import { headlineOf } from '../../review-ui/pages/customer-decision.ts';
import { requestReviewPage } from '../../review-ui/pages/request-review.ts';
import { presentTrack, reviewTrackPage } from '../../review-ui/pages/review-track.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { groundsForm, presentGrounds } from '../../review-ui/grounds.ts';
import { sizeText } from '../../review-ui/size.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { type Grounds, NO_GROUNDS } from '../../scoring/review/contest.ts';
import { answerDueOn } from '../../scoring/review/deadlines.ts';
import { isOpen } from '../../scoring/review/review-states.ts';
import { addToReview } from '../actions/add-to-review.ts';
import { chooseAnswer } from '../actions/choose-answer.ts';
import { requestReview } from '../actions/request-review.ts';
import { withdrawReview } from '../actions/withdraw-review.ts';
import { holidaysOf } from '../holidays.ts';
import { PAPER_BYTES_AT_MOST } from '../http/body.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { PAPERS_AT_MOST, takePapers } from '../papers.ts';
import { contestsTold } from './contests-told.ts';
import {
  checkPapers,
  groundsErrors,
  groundsFrom,
  paperErrors,
  papersOf,
  withPapersAgain,
} from './contest-form.ts';
import { personOfDecision } from './customer-decisions.ts';
import { readExplained } from './explained.ts';
import { matterOfDecision, matterOfDocument, matterOfReview } from './matters.ts';
import { tooLongBesidePapers } from './words.ts';

const ANSWERS = ['portal', 'letter', 'email'] as const;
type Answer = (typeof ANSWERS)[number];

/** Asking people to decide, following it, adding to it, taking it back. */
export function customerReviewRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/my/decisions/:id/review',
    allow: ['customer'],
    subject: personOfDecision,
    matter: matterOfDecision,
    handler: async (call) => {
      const { db } = call.context;
      const open = await findOpenReviewOf(db, idOf(call));
      if (open !== null) return seeOther(call, `/my/reviews/${open.reviewId}`);
      // Of a decision that another replaced nobody is let write a word: it would be refused.
      const standsId = await findStandingDecision(db, idOf(call));
      if (standsId !== idOf(call)) return seeOther(call, `/my/decisions/${standsId}/review`);
      await showRequest(call, idOf(call), { words: '', answer: 'portal', grounds: NO_GROUNDS, errors: [] });
    },
  });
  route(routes, {
    method: 'post',
    path: '/my/decisions/:id/reviews',
    words: 'words',
    body: 'papers',
    allow: ['customer'],
    subject: personOfDecision,
    matter: matterOfDecision,
    handler: sendRequest,
  });
  route(routes, {
    method: 'get',
    path: '/my/reviews/:id',
    allow: ['customer'],
    subject: personOfReview,
    matter: matterOfReview,
    handler: (call) => showTrack(call, []),
  });
  route(routes, {
    method: 'post',
    path: '/my/reviews/:id/statements',
    words: 'words',
    body: 'papers',
    allow: ['customer'],
    subject: personOfReview,
    matter: matterOfReview,
    handler: addWords,
  });
  route(routes, {
    method: 'post',
    path: '/my/reviews/:id/withdrawal',
    allow: ['customer'],
    subject: personOfReview,
    matter: matterOfReview,
    handler: takeBack,
  });
  route(routes, {
    method: 'get',
    path: '/my/documents/:id',
    allow: ['customer'],
    subject: personOfDocument,
    matter: matterOfDocument,
    handler: (call) => sendDocument(call),
  });
}

async function personOfReview(call: Call): Promise<number | null> {
  return (await findReview(call.context.db, idOf(call)))?.personId ?? null;
}

async function personOfDocument(call: Call): Promise<number | null> {
  return (await findDocument(call.context.db, call.context.vault, idOf(call)))?.personId ?? null;
}

/** As a download, never opened in our own address: a paper may hold anything. */
export async function sendDocument(call: Call): Promise<void> {
  const document = await findDocument(call.context.db, call.context.vault, idOf(call));
  if (document === null) throw new Problem('not_found');
  call.response
    .set('Content-Security-Policy', "default-src 'none'; sandbox")
    .set('Cache-Control', 'no-store')
    .attachment(document.name)
    .type(document.mediaType)
    .send(document.content);
}

interface Typed {
  readonly words: string;
  readonly answer: Answer;
  readonly grounds: Grounds;
  readonly errors: readonly FieldError[];
}

async function showRequest(call: Call, decisionId: number, { grounds, ...typed }: Typed): Promise<void> {
  const { today } = call.context;
  const found = await readExplained(call.context, decisionId);
  if (found === null) throw new Problem('not_found');
  const { stored, explained } = found;
  const wording = wordingFor(call.language);
  const { t, dateOn } = wording;
  const { policy } = explained;
  const dueOn = answerDueOn(today, policy.review, holidaysOf(stored.decision.inputs.jurisdiction));
  page(
    call,
    requestReviewPage,
    {
      decisionId: stored.id,
      headline: headlineOf(explained, wording).headline,
      ...typed,
      errors: withPapersAgain(call, typed.errors),
      grounds: groundsForm(explained, grounds, wording),
      expect: [
        t('customer.request.expect1', { count: policy.review.quorum }),
        t('customer.request.expect2'),
        t('customer.request.expect3', { date: dateOn(dueOn) }),
        ...(policy.review.suspendsOutcome ? [t('customer.request.expectSuspend')] : []),
        t('customer.request.expectNoWorse'),
      ],
      paperSize: sizeText(PAPER_BYTES_AT_MOST, wording),
      papersAtMost: PAPERS_AT_MOST,
    },
    typed.errors.length === 0 ? 200 : 422,
  );
}

const requestForm = z.object({
  words: z.string().catch(''),
  answer: z.enum(ANSWERS).catch('portal'),
});

async function sendRequest(call: Call): Promise<void> {
  const { t, dateOn } = wordingFor(call.language);
  const { words, answer } = requestForm.parse(call.request.body ?? {});
  const grounds = groundsFrom(call.request.body);
  const papers = await takePapers(call.files, 'papers');
  const errors = [
    ...tooLongBesidePapers(call, words),
    ...groundsErrors(call, grounds),
    ...paperErrors(call, papers),
  ];
  if (errors.length > 0 || papers.kind === 'refused') {
    return showRequest(call, idOf(call), { words, answer, grounds, errors });
  }
  const decisionId = idOf(call);
  const asked = await requestReview(call.context, {
    decisionId,
    statement: words.trim(),
    grounds,
    documents: papers.papers,
  });
  if (asked.kind === 'refused') {
    // What was written for the older decision stands ready for the one that took its place.
    const text = t(asked.because === 'replaced' ? 'customer.request.replaced' : 'customer.request.refused');
    const standsId = asked.because === 'replaced' ? asked.standsId : decisionId;
    return showRequest(call, standsId, { words, answer, grounds, errors: [{ field: 'words', text }] });
  }
  await checkPapers(call, asked.documentIds);
  await chooseAnswer(call.context, { reviewId: asked.reviewId, channel: answer });
  const text =
    asked.kind === 'already'
      ? t('customer.request.already')
      : t('customer.request.done', { date: dateOn(asked.dueOn) });
  seeOther(call, `/my/reviews/${asked.reviewId}`, { kind: 'done', text });
}

async function showTrack(call: Call, errors: readonly FieldError[], words = ''): Promise<void> {
  const { db, vault } = call.context;
  const review = await findReview(db, idOf(call));
  const found = review && (await readExplained(call.context, review.decisionId));
  if (review === null || found === null) throw new Problem('not_found');
  const wording = wordingFor(call.language);
  const decided = review.state === 'decided' || review.state === 'notified';
  const outcome =
    review.outcomeDecisionId === null ? null : await findDecision(db, vault, review.outcomeDecisionId);
  const context = presentTrack(
    {
      review,
      open: isOpen(review.state),
      contested: found.explained,
      outcome: outcome?.decision ?? null,
      events: await listReviewEvents(db, vault, review.reviewId),
      // Votes stay covered until the committee has decided.
      votes: decided ? await listVotes(db, vault, review.reviewId, review.round) : [],
      statements: await listStatements(db, vault, { reviewId: review.reviewId }),
      grounds: presentGrounds(
        await contestsTold(call.context, review, { names: false }),
        found.explained,
        null,
        wording,
      ),
      papers: await papersOf(
        call,
        { reviewId: review.reviewId },
        {
          folder: '/my/documents',
          opens: true,
          again: false,
        },
      ),
    },
    {
      errors: withPapersAgain(call, errors),
      typed: words,
      paperSize: sizeText(PAPER_BYTES_AT_MOST, wording),
      papersAtMost: PAPERS_AT_MOST,
    },
    wording,
  );
  page(call, reviewTrackPage, context, errors.length === 0 ? 200 : 422);
}

async function addWords(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const { words } = requestForm.parse(call.request.body ?? {});
  const papers = await takePapers(call.files, 'papers');
  const wrong = [...tooLongBesidePapers(call, words), ...paperErrors(call, papers)];
  if (wrong.length > 0 || papers.kind === 'refused') return showTrack(call, wrong, words);
  if (words.trim() === '' && papers.papers.length === 0) {
    return showTrack(call, [{ field: 'words', text: t('customer.request.emptyWords') }]);
  }
  const added = await addToReview(call.context, {
    reviewId: idOf(call),
    statement: words,
    documents: papers.papers,
  });
  const here = `/my/reviews/${idOf(call)}`;
  if (added.kind === 'refused')
    return seeOther(call, here, { kind: 'refused', text: t('customer.request.refused') });
  await checkPapers(call, added.documentIds);
  seeOther(call, here, { kind: 'done', text: t('customer.track.added') });
}

async function takeBack(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const taken = await withdrawReview(call.context, { reviewId: idOf(call) });
  seeOther(
    call,
    `/my/reviews/${idOf(call)}`,
    taken.kind === 'withdrawn'
      ? { kind: 'done', text: t('customer.track.withdrawn') }
      : { kind: 'refused', text: t('customer.request.refused') },
  );
}
