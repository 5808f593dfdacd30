import { z } from 'zod';
import { profileOfPerson } from '../../data/profiles.ts';
import { listStaff } from '../../data/stores/staff.ts';
import { listNeeds, type StoredNeed } from '../../data/stores/support-needs.ts';
import { findPersonOf } from '../../data/views/whose.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../review-ui/locales/load.ts';
import { type NeedLine, needsPage } from '../../review-ui/pages/needs.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { isRestricted } from '../../scoring/portfolio/restricted.ts';
import { type Attention, attentionOf } from '../../scoring/review/attention.ts';
import { askedAtBy } from '../../scoring/safeguards/controller-profile.ts';
import { CHANNELS } from '../../scoring/safeguards/identity-proof.ts';
import { channelsBarred, SUPPORT_NEEDS } from '../../scoring/safeguards/support-needs.ts';
import { enterNeed } from '../actions/enter-need.ts';
import { hasRole } from '../actions/review-case.ts';
import { reviewNeed } from '../actions/review-need.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { personIfThere } from './persons.ts';

/** A consent is given in the portal by the person, elsewhere to somebody of the staff. */
const STAFF_CHANNELS = CHANNELS.filter((channel) => channel !== 'portal');

/** What a person needs from us, as staff see it, write it down and ask after it. */
export function needRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/persons/:id/needs',
    allow: ['planner', 'officer', 'chair', 'dpo'],
    looksAt: { what: 'case', whose: personIfThere },
    handler: (call) => showNeeds(call, {}, []),
  });
  route(routes, {
    method: 'post',
    path: '/persons/:id/needs',
    allow: ['planner', 'officer'],
    handler: enter,
  });
  route(routes, {
    method: 'post',
    path: '/needs/:id/reviews',
    allow: ['planner', 'officer'],
    handler: review,
  });
}

async function showNeeds(
  call: Call,
  values: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
): Promise<void> {
  const { db, vault, today } = call.context;
  const personId = idOf(call);
  const file = await readPersonFile(db, personId);
  if (file === null) throw new Problem('not_found');
  const wording = wordingFor(call.language);
  const { t } = wording;
  const askedAt = askedAtBy(await profileOfPerson(db, personId));
  const names = new Map((await listStaff(db)).map(({ staffId, displayName }) => [staffId, displayName]));
  page(
    call,
    needsPage,
    {
      personId,
      restricted: isRestricted(file, today) ? t('needs.restricted') : '',
      needs: (await listNeeds(db, vault, personId, today)).map((need) =>
        lineOf(need, names, attentionOf(need.reviewOn, today, askedAt), wording),
      ),
      mayEnter: hasRole(call.context, 'planner', 'officer'),
      options: SUPPORT_NEEDS.map((value) => ({ value, label: t(`customer.facts.need.${value}`) })),
      channels: STAFF_CHANNELS.map((value) => ({ value, label: t(`needs.channelName.${value}`) })),
      languages: LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
      values: { language: file.person.language, ...values },
      errors,
    },
    errors.length === 0 ? 200 : 422,
  );
}

function lineOf(
  { needId, need, toldAt, channel, staffId, basis, reviewOn }: StoredNeed,
  names: ReadonlyMap<number, string>,
  asked: Attention | null,
  { t, date }: Wording,
): NeedLine {
  const fact = (name: string, value: string) =>
    value === '' ? [] : [{ name: t(`needs.fact.${name}`), value }];
  const barred = channelsBarred(need).map((way) => t(`needs.barred.${way}`));
  return {
    needId,
    name: t(`customer.facts.need.${need}`),
    facts: [
      ...fact('keepsFrom', barred.join(', ')),
      ...fact('since', `${date(toldAt.slice(0, 10))}, ${t(`needs.channelName.${channel}`)}`),
      ...fact('by', staffId === null ? t('needs.bySelf') : (names.get(staffId) ?? String(staffId))),
      ...fact('basis', basis ?? ''),
      ...fact('reviewOn', date(reviewOn)),
    ],
    tag:
      asked === null
        ? { text: t('needs.inForceTag'), tone: 'plain' }
        : {
            text: t(asked === 'admin' ? 'needs.lateTag' : 'needs.dueTag'),
            tone: asked === 'admin' ? 'no' : 'wait',
          },
  };
}

const needForm = z.object({
  need: z.enum(SUPPORT_NEEDS).optional().catch(undefined),
  channel: z.enum(CHANNELS).catch('phone'),
  language: z.enum(['et', 'en', 'fi', 'sv']).catch('et'),
  basis: z.string().max(2000).catch(''),
  agreed: z.string().max(10).catch(''),
});

async function enter(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const personId = idOf(call);
  const { need, ...rest } = needForm.parse(call.request.body ?? {});
  const values = { ...rest, need: need ?? '' };
  if (need === undefined) {
    return showNeeds(call, values, [{ field: 'need', text: t('needs.wrong.no_need') }]);
  }
  const taken = await enterNeed(call.context, { ...rest, personId, need, agreed: rest.agreed === 'yes' });
  if (taken.kind === 'entered') {
    return seeOther(call, `/persons/${personId}/needs`, { kind: 'done', text: t('needs.saved') });
  }
  switch (taken.because) {
    case 'no_person':
      throw new Problem('not_found');
    case 'not_allowed':
      throw new Problem('forbidden');
    case 'not_agreed':
      return showNeeds(call, values, [{ field: 'agreed', text: t('needs.wrong.not_agreed') }]);
    case 'no_basis':
      return showNeeds(call, values, [{ field: 'basis', text: t('needs.wrong.no_basis') }]);
  }
}

const reviewForm = z.object({ outcome: z.enum(['still', 'over']) });

async function review(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const read = reviewForm.safeParse(call.request.body ?? {});
  if (!read.success) throw new Problem('invalid');
  const needId = idOf(call);
  const personId = await findPersonOf(call.context.db, 'support_needs', needId);
  if (personId === null) throw new Problem('not_found');
  const taken = await reviewNeed(call.context, { needId, outcome: read.data.outcome });
  if (taken.kind === 'refused' && taken.because === 'not_allowed') throw new Problem('forbidden');
  seeOther(
    call,
    `/persons/${personId}/needs`,
    taken.kind === 'reviewed'
      ? { kind: 'done', text: t(read.data.outcome === 'still' ? 'needs.renewed' : 'needs.ended') }
      : { kind: 'refused', text: t('needs.endedBefore') },
  );
}
