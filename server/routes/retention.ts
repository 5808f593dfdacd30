import { z } from 'zod';
import { findProfile } from '../../data/profiles.ts';
import { listLastDailyTasks } from '../../data/stores/daily-tasks.ts';
import { listPortfolios } from '../../data/stores/portfolios.ts';
import { isHold, listHolds } from '../../data/stores/retention-holds.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { type RetentionContext, retentionPage } from '../../review-ui/pages/retention.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { addMonths, isIsoDate } from '../../scoring/portfolio/dates.ts';
import { HOLD_REASONS } from '../../scoring/safeguards/retention.ts';
import { holdRetention, liftRetentionHold } from '../actions/hold-retention.ts';
import { fieldsOf } from '../http/body.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { RETENTION_TASK } from '../jobs/daily-tasks.ts';
import { tooLong } from './words.ts';
import { sawListed } from '../http/looks-at.ts';
import type { Country } from '../../scoring/portfolio/records.ts';
import { AUTHORITIES } from '../../scoring/safeguards/authorities.ts';

/** What is let go and what is held back: the data-protection officer acts, the auditor reads. */
export function retentionRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/retention',
    looksAt: 'listed',
    allow: ['dpo', 'auditor'],
    handler: (call) => show(call, EMPTY(call), []),
  });
  route(routes, { method: 'post', path: '/retention/holds', allow: ['dpo'], handler: hold });
  route(routes, {
    method: 'post',
    path: '/retention/holds/:id/lifting',
    allow: ['dpo'],
    handler: lift,
  });
}

const holdForm = z.object({
  number: z.string().max(200).default(''),
  reason: z.string().max(50).default(''),
  note: z.string().default(''),
  review_on: z.string().max(20).default(''),
});
type HoldFields = z.infer<typeof holdForm>;

const LOOKED_AT_AGAIN_MONTHS = 12;

function EMPTY({ context: { today } }: Call): HoldFields {
  return { number: '', reason: 'court_case', note: '', review_on: addMonths(today, LOOKED_AT_AGAIN_MONTHS) };
}

async function hold(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const read = fieldsOf(call.request, holdForm);
  if (read.kind === 'invalid')
    return show(call, EMPTY(call), [{ field: 'number', text: t('staff.retention.noCase') }]);
  const { number, note, review_on: reviewOn } = read.fields;
  const reason = HOLD_REASONS.find((each) => each === read.fields.reason);
  const errors: FieldError[] = [
    ...(number.trim() === '' ? [{ field: 'number', text: t('staff.retention.noCase') }] : []),
    ...(reason === undefined ? [{ field: 'reason', text: t('staff.retention.noReason') }] : []),
    ...tooLong(call, note, 'note'),
    ...(isIsoDate(reviewOn) ? [] : [{ field: 'review_on', text: t('staff.retention.noDate') }]),
  ];
  if (errors.length > 0 || reason === undefined) return show(call, read.fields, errors);
  const held = await holdRetention(call.context, { caseNumber: number, reason, note, reviewOn });
  if (held.kind === 'refused') return show(call, read.fields, [refusalOf(held.because, t)]);
  seeOther(call, '/retention', { kind: 'done', text: t('staff.retention.held', { number: held.holdId }) });
}

/** What of the authority's contact, which every letter about rights tells, nobody has checked. */
function authorityNote(country: Country, language: Wording['language']): readonly string[] {
  const { name, verify, source } = AUTHORITIES[country];
  return verify === null ? [] : [`${name[language]}: ${verify} (${source})`];
}

async function rulesOf(
  { context: { db } }: Call,
  { t, language }: Wording,
): Promise<RetentionContext['rules']> {
  const rules: RetentionContext['rules'][number][] = [];
  for (const { id, controller, profile: profileId } of await listPortfolios(db)) {
    const profile = profileId === null ? null : await findProfile(profileId);
    if (profile === null) continue;
    rules.push({
      controller,
      href: `/privacy/${id}`,
      unverified: [
        ...profile.retention.flatMap(({ records, verify }) =>
          verify === null ? [] : [`${t(`privacy.groups.${records}`)}: ${verify}`],
        ),
        ...authorityNote(profile.portfolio.jurisdiction, language),
      ],
    });
  }
  return rules;
}

function refusalOf(because: 'no_case' | 'ambiguous' | 'not_later', t: Wording['t']): FieldError {
  switch (because) {
    case 'no_case':
      return { field: 'number', text: t('staff.retention.noCase') };
    case 'ambiguous':
      return { field: 'number', text: t('staff.retention.ambiguous') };
    case 'not_later':
      return { field: 'review_on', text: t('staff.retention.notLater') };
  }
}

async function lift(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const id = idOf(call);
  if (!(await isHold(call.context.db, id))) throw new Problem('not_found');
  const lifted = await liftRetentionHold(call.context, id);
  seeOther(call, '/retention', {
    kind: lifted ? 'done' : 'refused',
    text: t(lifted ? 'staff.retention.lifted' : 'staff.retention.noHold', { number: id }),
  });
}

async function show(call: Call, values: HoldFields, errors: readonly FieldError[]): Promise<void> {
  const { db, vault, today, actor } = call.context;
  const wording = wordingFor(call.language);
  const { t, has, number, date, instant } = wording;
  const last = (await listLastDailyTasks(db)).find(({ task }) => task === RETENTION_TASK);
  const summary = Object.entries(last?.summary ?? {}).filter(([, count]) => count > 0);
  const holds = await listHolds(db, vault);
  await sawListed(call, holds);
  const context: RetentionContext = {
    ranOn: last?.doneAt == null ? null : instant(last.doneAt),
    counts: summary.map(([what, count]) => ({
      name: has(`staff.retention.count.${what}`) ? t(`staff.retention.count.${what}`) : what,
      value: number(count),
    })),
    holds: holds.map((each) => ({
      id: each.id,
      reason: t(`staff.retention.reasons.${each.reason}`),
      note: each.note,
      since: date(each.setAt.slice(0, 10)),
      reviewOn: date(each.reviewOn),
      isDue: each.reviewOn <= today,
    })),
    rules: await rulesOf(call, wording),
    mayAct: actor.kind === 'staff' && actor.roles.includes('dpo'),
    form: {
      values: { ...values },
      reasons: HOLD_REASONS.map((value) => ({ value, label: t(`staff.retention.reasons.${value}`) })),
      errors,
    },
  };
  page(call, retentionPage, context, errors.length > 0 ? 422 : 200);
}
