import { z } from 'zod';
import { listAppointments, type StoredAppointment } from '../../data/stores/appointments.ts';
import { listStaff, type StaffMember } from '../../data/stores/staff.ts';
import { countVerdicts, listObservedVotes } from '../../data/views/review-reality.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { committeePage, type CommitteeContext } from '../../review-ui/pages/committee.ts';
import type { Cell, Table } from '../../review-ui/table.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import {
  type MemberObserved,
  observedShare,
  observeMembers,
  type RealityThresholds,
} from '../../scoring/monitoring/review-reality.ts';
import { addMonths, type IsoDate, isIsoDate } from '../../scoring/portfolio/dates.ts';
import { APPOINTED_AS, unfitFor } from '../../scoring/review/appointments.ts';
import { appointMember, endAppointment } from '../actions/appoint-member.ts';
import { hasRole } from '../actions/review-case.ts';
import { centsOf } from '../http/amount.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, route, type Routes } from '../http/route.ts';
import { tooLong } from './words.ts';

/** How far back the committee's work is measured. */
const MEASURED_MONTHS = 12;

/** Who is appointed to the committee, for how long and how far; and whether their review is real. */
export function committeeRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/committee',
    looksAt: 'nobody',
    allow: ['chair', 'auditor', 'admin'],
    handler: (call) => showCommittee(call, {}, []),
  });
  route(routes, {
    method: 'post',
    path: '/committee/appointments',
    allow: ['chair', 'admin'],
    handler: appoint,
  });
  route(routes, { method: 'post', path: '/committee/endings', allow: ['chair', 'admin'], handler: end });
}

async function showCommittee(
  call: Call,
  typed: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
): Promise<void> {
  const { db } = call.context;
  const wording = wordingFor(call.language);
  const appointments = await listAppointments(db);
  const context: CommitteeContext = {
    appointments: appointmentTable(appointments, call.context.today, wording),
    standing: standingOf(appointments, call.context.today, wording),
    appoint: hasRole(call.context, 'chair', 'admin')
      ? appointPart(call, appointments, await listStaff(db), typed, errors, wording)
      : null,
    measured: await measuredPart(call, wording),
    overrides: hasRole(call.context, 'chair', 'auditor') ? '/overrides' : null,
  };
  page(call, committeePage, context, errors.length === 0 ? 200 : 422);
}

/** Somebody taken over from before appointments were recorded has no day of training: nobody notices until a file waits. */
function standingOf(
  appointments: readonly StoredAppointment[],
  today: IsoDate,
  { t }: Wording,
): CommitteeContext['standing'] {
  const stands = appointments.map((each) => ({ each, unfit: unfitFor(each, today, 0) }));
  const fit = stands.filter(({ unfit }) => unfit === null).map(({ each }) => each);
  const untrained = stands.filter(({ unfit }) => unfit === 'not_trained').length;
  return {
    text: t('committee.mayBeDrawn', {
      members: fit.filter(({ as }) => as !== 'substitute').length,
      substitutes: fit.filter(({ as }) => as === 'substitute').length,
    }),
    untrained: untrained === 0 ? null : t('committee.untrained', { count: untrained }),
  };
}

function appointmentTable(
  appointments: readonly StoredAppointment[],
  today: IsoDate,
  { t, date, money }: Wording,
): Table {
  const state = (each: StoredAppointment): Cell => {
    const unfit = unfitFor(each, today, 0);
    if (unfit === null) return { text: t('committee.state.holds'), tag: 'yes' };
    return { text: t(`committee.state.${unfit}`), tag: unfit === 'not_trained' ? 'no' : 'plain' };
  };
  return {
    caption: t('committee.appointments'),
    columns: [
      { label: t('committee.person'), kind: 'text' },
      { label: t('committee.as'), kind: 'text' },
      { label: t('committee.from'), kind: 'text' },
      { label: t('committee.until'), kind: 'text' },
      { label: t('committee.trained'), kind: 'text' },
      { label: t('committee.upTo'), kind: 'number' },
      { label: t('committee.stands'), kind: 'text' },
    ],
    rows: appointments.map((each) => ({
      cells: [
        each.name,
        t(`committee.seat.${each.as}`),
        date(each.from),
        each.until === null ? t('committee.noEnd') : date(each.until),
        each.trainedOn === null ? { text: t('committee.notKnown'), tag: 'no' } : date(each.trainedOn),
        each.upToCents === null ? t('committee.anyAmount') : money(each.upToCents),
        state(each),
      ],
    })),
    empty: t('committee.none'),
    narrow: 'cards',
  };
}

function appointPart(
  { context }: Call,
  appointments: readonly StoredAppointment[],
  staff: readonly StaffMember[],
  typed: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
  { t }: Wording,
): CommitteeContext['appoint'] {
  const { today } = context;
  const mayServe = staff.filter(
    ({ disabledAt, roles }) =>
      disabledAt === null && roles.some((role) => role === 'member' || role === 'chair'),
  );
  return {
    staff: mayServe.map(({ staffId, displayName }) => ({ value: String(staffId), label: displayName })),
    seats: APPOINTED_AS.map((value) => ({ value, label: t(`committee.seat.${value}`) })),
    values: { as: 'member', from: today, until: addMonths(today, 36), ...typed },
    errors,
    standing: appointments
      .filter(({ endedAt, until }) => endedAt === null && (until === null || until > today))
      .map((each) => ({
        value: String(each.appointmentId),
        label: `${each.name} · ${t(`committee.seat.${each.as}`)}`,
      })),
  };
}

async function measuredPart(call: Call, wording: Wording): Promise<CommitteeContext['measured']> {
  const { db, today } = call.context;
  const { t, percent, number } = wording;
  const thresholds = call.services.configuration.rubberStamp;
  const since = `${addMonths(today, -MEASURED_MONTHS)}T00:00:00.000Z`;
  const observed = observeMembers(await listObservedVotes(db, since), thresholds);
  const { decided, changed } = await countVerdicts(db, since);
  const { share } = observedShare(changed, decided, thresholds.leastVotes);
  const names = new Map((await listStaff(db)).map((each) => [each.staffId, each.displayName]));
  const nameOf = (id: number): string => names.get(id) ?? String(id);
  return {
    changed:
      share === null
        ? t('committee.changedFew', { decided: number(decided), least: number(thresholds.leastVotes) })
        : t('committee.changed', {
            decided: number(decided),
            changed: number(changed),
            share: percent(share.value),
            low: percent(share.low),
            high: percent(share.high),
          }),
    warnings: observed.flatMap(({ memberId, judged, votes }) =>
      judged?.rubberStamp === true
        ? [t('committee.stamp', { name: nameOf(memberId), votes: number(votes) })]
        : [],
    ),
    members: memberTable(observed, nameOf, thresholds, wording),
    thresholds: t('committee.thresholds', {
      votes: number(thresholds.leastVotes),
      minutes: number(thresholds.leastMinutes),
      kept: percent(thresholds.keptShare),
      months: number(MEASURED_MONTHS),
    }),
  };
}

function memberTable(
  observed: readonly MemberObserved[],
  nameOf: (staffId: number) => string,
  thresholds: RealityThresholds,
  { t, number, percent }: Wording,
): Table {
  return {
    caption: t('committee.real'),
    columns: [
      { label: t('committee.person'), kind: 'text' },
      { label: t('committee.votes'), kind: 'number' },
      { label: t('committee.unopened'), kind: 'number' },
      { label: t('committee.median'), kind: 'number' },
      { label: t('committee.agreement'), kind: 'number' },
      { label: t('committee.stands'), kind: 'text' },
    ],
    rows: observed.map(({ memberId, votes, unopened, judged }) => ({
      cells: [
        nameOf(memberId),
        number(votes),
        number(unopened),
        judged === null || judged.medianMinutes === null ? null : number(judged.medianMinutes, 1),
        judged === null || judged.agreement === null ? null : percent(judged.agreement),
        judged === null
          ? { text: t('committee.few', { least: number(thresholds.leastVotes) }), tag: 'plain' }
          : judged.rubberStamp
            ? { text: t('committee.looksLikeStamp'), tag: 'no' }
            : { text: t('committee.noWarning'), tag: 'yes' },
      ],
    })),
    empty: t('committee.noVotes'),
    narrow: 'cards',
  };
}

const wanted = z.object({
  staff: z.string().regex(/^\d{1,12}$/),
  as: z.enum(APPOINTED_AS),
  from: z.string().max(20).catch(''),
  until: z.string().max(20).catch(''),
  trained: z.string().max(20).catch(''),
  upTo: z.string().max(30).catch(''),
  address: z.string().catch(''),
});

async function appoint(call: Call): Promise<void> {
  const read = wanted.safeParse(call.request.body ?? {});
  if (!read.success) throw new Problem('invalid');
  const { t } = wordingFor(call.language);
  const { address, ...typed } = read.data;
  const upToCents = typed.upTo.trim() === '' ? null : centsOf(typed.upTo);
  const errors: readonly FieldError[] = [
    ...tooLong(call, address, 'address'),
    ...(['from', 'until', 'trained'] as const)
      .filter((field) => !isIsoDate(typed[field]))
      .map((field) => ({ field, text: t('committee.refused.date') })),
    ...(typed.upTo.trim() !== '' && upToCents === null
      ? [{ field: 'upTo', text: t('committee.refused.amount') }]
      : []),
  ];
  if (errors.length > 0) return showCommittee(call, typed, errors);
  const appointed = await appointMember(call.context, {
    staffId: Number(typed.staff),
    as: typed.as,
    from: typed.from,
    until: typed.until,
    trainedOn: typed.trained,
    upToCents,
    address,
  });
  if (appointed.kind === 'refused') {
    const { because } = appointed;
    const field = because === 'no_term' ? 'until' : because === 'trained_later' ? 'trained' : 'staff';
    return showCommittee(call, typed, [{ field, text: t(`committee.refused.${because}`) }]);
  }
  seeOther(call, '/committee', { kind: 'done', text: t('committee.appointed') });
}

const ending = z.object({ appointment: z.string().regex(/^\d{1,12}$/) });

async function end(call: Call): Promise<void> {
  const read = ending.safeParse(call.request.body ?? {});
  if (!read.success) throw new Problem('invalid');
  const { t } = wordingFor(call.language);
  const ended = await endAppointment(call.context, { appointmentId: Number(read.data.appointment) });
  seeOther(
    call,
    '/committee',
    ended.kind === 'ended'
      ? { kind: 'done', text: t('committee.ended', { count: ended.substitutes }) }
      : { kind: 'refused', text: t(`committee.refused.${ended.because}`) },
  );
}
