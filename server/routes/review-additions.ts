import { z } from 'zod';
import type { FieldError } from '../../review-ui/form.ts';
import { findReview } from '../../data/stores/reviews.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { addToReview } from '../actions/add-to-review.ts';
import { seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { takePapers } from '../papers.ts';
import { isUnproven } from './addition-part.ts';
import { contestsTold } from './contests-told.ts';
import { cameErrors, cameForm, cameFrom } from './came.ts';
import { checkPapers, paperErrors, withPapersAgain } from './contest-form.ts';
import { showReviewCase } from './review-case.ts';
import { tooLongBesidePapers } from './words.ts';

/** What a person says later, who calls, writes or comes while their review is open. */
export function reviewAdditionRoutes(routes: Routes): void {
  route(routes, {
    method: 'post',
    path: '/reviews/:id/statements',
    body: 'papers',
    allow: ['officer'],
    handler: addFor,
  });
}

const additionForm = cameForm.extend({ words: z.string().catch('') });

async function addFor(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const form = additionForm.parse(call.request.body ?? {});
  const papers = await takePapers(call.files, 'papers');
  const inPersonOf = cameFrom(form);
  const refuse = (errors: readonly FieldError[]): Promise<void> =>
    showReviewCase(call, form, withPapersAgain(call, errors));
  const errors = [
    ...cameErrors(call, form),
    ...tooLongBesidePapers(call, form.words),
    ...paperErrors(call, papers),
    ...(form.words.trim() === '' &&
    papers.kind === 'taken' &&
    papers.papers.length === 0 &&
    !(await onlyShowsWhoTheyAre(call))
      ? [{ field: 'words', text: t('intake.nothingSaid') }]
      : []),
  ];
  if (errors.length > 0 || papers.kind === 'refused' || inPersonOf === null) return refuse(errors);
  const reviewId = idOf(call);
  const added = await addToReview(call.context, {
    reviewId,
    statement: form.words,
    documents: papers.papers,
    inPersonOf,
  });
  if (added.kind === 'added') {
    await checkPapers(call, added.documentIds);
    const text = t('intake.added', { number: reviewId });
    return seeOther(call, `/reviews/${reviewId}`, { kind: 'done', text });
  }
  switch (added.because) {
    case 'no_review':
      throw new Problem('not_found');
    case 'not_allowed':
      throw new Problem('forbidden');
    case 'ended':
      return seeOther(call, `/reviews/${reviewId}`, { kind: 'refused', text: t('intake.ended') });
    case 'not_shown':
      return refuse([{ field: 'shown', text: t('intake.notAdded') }]);
    case 'no_proof':
    case 'proves_nothing':
      return refuse([{ field: 'came', text: t('intake.noProof') }]);
  }
}

/** Who contested before showing who they are may come back for that alone. */
async function onlyShowsWhoTheyAre(call: Call): Promise<boolean> {
  const review = await findReview(call.context.db, idOf(call));
  return review !== null && isUnproven(await contestsTold(call.context, review, { names: false }));
}
