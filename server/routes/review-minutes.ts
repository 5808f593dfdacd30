import { profileOfPortfolio } from '../../data/profiles.ts';
import { findMinutes, type KeptMinutes } from '../../data/stores/review-minutes.ts';
import { minutesPaper, reviewMinutesPage } from '../../review-ui/pages/review-minutes.ts';
import { documentPdf } from '../../review-ui/pdf/document.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import type { Language } from '../../scoring/portfolio/records.ts';
import { workingLanguage } from '../../scoring/safeguards/controller-profile.ts';
import type { ActionContext } from '../actions/action.ts';
import { loadReviewCase } from '../actions/review-case.ts';
import { keepMinutes } from '../actions/keep-minutes.ts';
import { page } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { looksAtRowOf } from './looks-at.ts';
import { minutesOf } from './minutes-part.ts';

/** The minutes: who sat, who stepped down, what was considered, the votes with reasons, the course of events. */
export function reviewMinutesRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/reviews/:id/minutes',
    allow: ['officer', 'member', 'chair', 'auditor'],
    looksAt: looksAtRowOf('reviews', 'review'),
    handler: showMinutes,
  });
  route(routes, {
    method: 'get',
    path: '/reviews/:id/minutes.pdf',
    allow: ['officer', 'member', 'chair', 'auditor'],
    looksAt: looksAtRowOf('reviews', 'review'),
    handler: sendMinutes,
  });
}

async function showMinutes(call: Call): Promise<void> {
  const reviewId = idOf(call);
  const wording = wordingFor(call.language);
  const minutes = await minutesOf(call.context, reviewId, wording);
  if (minutes === null) throw new Problem('not_found');
  const kept = minutes.verdict === null ? null : await printMinutes(call.context, reviewId);
  page(call, reviewMinutesPage, {
    ...minutes,
    paper:
      kept === null
        ? null
        : {
            href: `/reviews/${reviewId}/minutes.pdf`,
            sha256: kept.sha256,
            writtenIn: wording.t('committee.minutes.writtenIn', {
              language: wording.t(`staff.languageName.${kept.language}`),
            }),
          },
  });
}

async function sendMinutes(call: Call): Promise<void> {
  const reviewId = idOf(call);
  const kept = await printMinutes(call.context, reviewId);
  if (kept === null) throw new Problem('not_found');
  call.response
    .status(200)
    .type('application/pdf')
    .set('Cache-Control', 'no-store')
    .set('Content-Disposition', `attachment; filename="minutes-${reviewId}.pdf"`)
    .send(kept.pdf);
}

/**
 * The minutes as they were printed first, at the close: the same bytes ever after, whatever names or words change.
 * In the working language of the body that decided, whoever prints them. Null while nothing is decided.
 */
export async function printMinutes(context: ActionContext, reviewId: number): Promise<KeptMinutes | null> {
  const kept = await findMinutes(context.db, context.vault, reviewId);
  if (kept !== null) return kept;
  const language = await writtenIn(context, reviewId);
  if (language === null) return null;
  const wording = wordingFor(language);
  const minutes = await minutesOf(context, reviewId, wording);
  if (minutes === null || minutes.verdict === null) return null;
  const pdf = await documentPdf(minutesPaper(minutes, wording), language);
  return keepMinutes(context, { reviewId, language, pdf });
}

async function writtenIn(context: ActionContext, reviewId: number): Promise<Language | null> {
  const found = await loadReviewCase(context, reviewId);
  if (found === null) return null;
  const { portfolio_id, decision } = found.contested;
  const profile = await profileOfPortfolio(context.db, portfolio_id);
  return workingLanguage(profile, decision.inputs.jurisdiction);
}
