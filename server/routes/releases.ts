import { z } from 'zod';
import { listAwaitingSecond } from '../../data/views/cases.ts';
import { presentRelease, releasePage } from '../../review-ui/pages/release.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import type { Message } from '../../review-ui/page.ts';
import { decideSecondRelease, releaseMeasures, type ReleaseResult } from '../actions/release-measures.ts';
import { sendNotices } from '../actions/send-notices.ts';
import { fieldsOf } from '../http/body.ts';
import { localPath } from '../http/local-path.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, route, type Routes } from '../http/route.ts';
import { caseSelectionOf } from './case-filter.ts';
import { sawListed } from '../http/looks-at.ts';

const SECOND_LISTED = 200;

/** A form sends one chosen row as a text, several as a list. */
const chosen = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => [value ?? []].flat().map(Number))
  .pipe(z.array(z.number().int().positive()));

const releaseForm = z.looseObject({
  which: z.enum(['chosen', 'all']),
  decision: chosen,
  back: z.string().optional(),
});

const secondForm = z.object({ act: z.enum(['confirm', 'reject']), decision: chosen });

/** Letting measures go: by one person, and by a second where the law weighs. */
export function releaseRoutes(routes: Routes): void {
  route(routes, { method: 'post', path: '/releases', allow: ['planner'], handler: release });
  route(routes, {
    method: 'get',
    path: '/release',
    looksAt: 'listed',
    allow: ['planner'],
    handler: showSecond,
  });
  route(routes, { method: 'post', path: '/releases/second', allow: ['planner'], handler: second });
}

async function release(call: Call): Promise<void> {
  const read = fieldsOf(call.request, releaseForm);
  if (read.kind === 'invalid') throw new Problem('invalid', undefined, read.problems);
  const { which, decision, back, ...rest } = read.fields;
  const target = localPath(back) ?? '/cases';
  if (which === 'chosen' && decision.length === 0) {
    const { t } = wordingFor(call.language);
    return seeOther(call, target, { kind: 'refused', text: t('planner.release.nothing') });
  }
  // "All" is everything in one run that the filter finds; chosen rows stand for themselves.
  const filter = which === 'all' ? await caseSelectionOf(call, rest) : {};
  const result = await releaseMeasures(call.context, {
    filter,
    decisionIds: which === 'chosen' ? decision : null,
  });
  await sendNotices(call.context, result.released);
  seeOther(call, target, messageOf(call, result, 'release'));
}

async function showSecond(call: Call): Promise<void> {
  const rows = await listAwaitingSecond(call.context.db, SECOND_LISTED);
  await sawListed(call, rows);
  const staffId = call.actor.kind === 'staff' ? call.actor.staffId : null;
  page(call, releasePage, presentRelease(rows, staffId, wordingFor(call.language)));
}

async function second(call: Call): Promise<void> {
  const read = fieldsOf(call.request, secondForm);
  if (read.kind === 'invalid') throw new Problem('invalid', undefined, read.problems);
  const { act, decision } = read.fields;
  if (decision.length === 0) {
    const { t } = wordingFor(call.language);
    return seeOther(call, '/release', { kind: 'refused', text: t('planner.release.nothing') });
  }
  const result = await decideSecondRelease(call.context, { filter: {}, decisionIds: decision }, act);
  await sendNotices(call.context, result.released);
  seeOther(call, '/release', messageOf(call, result, act));
}

function messageOf(call: Call, result: ReleaseResult, act: 'release' | 'confirm' | 'reject'): Message {
  const { t, number } = wordingFor(call.language);
  const say = (key: string, count: number): readonly string[] =>
    count === 0 ? [] : [t(key, { count, number: number(count) })];
  const texts = [
    ...say('planner.release.done', result.released.length),
    ...say('planner.release.changed', result.changed.length),
    ...say('planner.release.awaiting', result.awaitingSecond.length),
    ...(act === 'reject' ? say('planner.release.rejected', result.rejected.length) : []),
    ...[...result.refused].flatMap(([refusal, count]) => say(`planner.release.refusal.${refusal}`, count)),
  ];
  const acted = result.released.length + result.awaitingSecond.length + result.rejected.length;
  return { kind: acted > 0 ? 'done' : 'refused', text: texts.join(' ') || t('planner.release.nothing') };
}
