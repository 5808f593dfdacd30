import { SUPPORT_NEED_CONSENT } from '../../scoring/characteristics/safeguards.ts';
import type { PersonStatus, Restriction, Source } from '../../scoring/portfolio/records.ts';
import { type Calendar, MONTHS } from './calendar.ts';
import { type Draft, learnt } from './draft.ts';
import type { SamplePortfolio } from './portfolios.ts';
import type { Random } from './random.ts';
import { isShocked, type Traits } from './traits.ts';

/** The day from which something holds; none when it never does. */
type Since = number | null;

/** The awkward cases of real life, and how much less is paid because of them. */
export interface Circumstances {
  readonly minor: boolean;
  readonly guardianshipFrom: Since;
  readonly deceasedFrom: Since;
  readonly insolventFrom: Since;
  readonly abroadFrom: Since;
  readonly brakeFrom: Since;
  readonly addressInvalidFrom: Since;
  readonly phoneInvalidFrom: Since;
  readonly emailInvalidFrom: Since;
}

const BRAKES: readonly (readonly [Restriction['kind'], number, 'any' | 'FI'])[] = [
  ['restricted', 0.009, 'any'],
  ['objection', 0.008, 'any'],
  ['credit_ban', 0.014, 'any'],
  ['suspension_requested', 0.02, 'FI'],
];

/** Brakes that stop measures; a credit ban stops lending only. */
const STOPS_MEASURES = new Set<Restriction['kind']>(['restricted', 'objection', 'suspension_requested']);

export function drawCircumstances(
  draft: Draft,
  portfolio: SamplePortfolio,
  calendar: Calendar,
  traits: Traits,
  random: Random,
): Circumstances {
  const status = (kind: PersonStatus['kind'], share: number, source: Source, knownAfter: number): Since => {
    if (!random.chance(share)) return null;
    const from = anyDay(calendar, random);
    const known = from + random.integer(1, knownAfter);
    if (known > calendar.lastDay) return from;
    draft.statuses.push({
      personId: draft.personId,
      kind,
      from: calendar.iso(from),
      to:
        kind.endsWith('invalid') && random.chance(0.25)
          ? calendar.iso(known + random.integer(20, 200))
          : null,
      ...learnt(calendar, source, known),
    });
    return from;
  };
  const unreachable = traits.reach < 0.4 ? 1.8 : 0.6;
  const circumstances: Circumstances = {
    minor: random.chance(0.006),
    guardianshipFrom: status('guardianship', 0.008, 'population_register', 60),
    deceasedFrom: status('deceased', 0.009, 'population_register', 20),
    insolventFrom: insolvency(draft, calendar, traits, random),
    abroadFrom: status('abroad', 0.018, 'population_register', 90),
    brakeFrom: brakes(draft, portfolio, calendar, random),
    addressInvalidFrom: status('address_invalid', 0.06 * unreachable, 'own_measures', 30),
    phoneInvalidFrom: status('phone_invalid', 0.06 * unreachable, 'own_measures', 10),
    emailInvalidFrom: status('email_invalid', 0.05 * unreachable, 'own_measures', 5),
  };
  hardship(draft, calendar, traits, random);
  return circumstances;
}

/** Taken from the log-odds of paying on a day. */
export function hindranceOn(circumstances: Circumstances, day: number): number {
  const holds = (since: Since) => since !== null && since <= day;
  return (
    (holds(circumstances.deceasedFrom) ? 6 : 0) +
    (holds(circumstances.insolventFrom) ? 3.5 : 0) +
    (holds(circumstances.abroadFrom) ? 0.7 : 0) +
    (holds(circumstances.guardianshipFrom) ? 0.5 : 0) +
    (circumstances.minor ? 1 : 0)
  );
}

/** Staff take no measures then. */
export function stopsMeasures(circumstances: Circumstances, day: number): boolean {
  return [circumstances.deceasedFrom, circumstances.insolventFrom, circumstances.brakeFrom].some(
    (since) => since !== null && since <= day,
  );
}

export function anyDay(calendar: Calendar, random: Random): number {
  return random.integer((calendar.ends[0] ?? 0) + 1, calendar.lastDay);
}

function insolvency(draft: Draft, calendar: Calendar, traits: Traits, random: Random): Since {
  if (!random.chance(traits.ability < -0.5 ? 0.03 : 0.006)) return null;
  const from = anyDay(calendar, random);
  const ended = random.chance(0.25) && from + 200 < calendar.lastDay;
  draft.publicRecords.push({
    personId: draft.personId,
    kind: 'insolvency',
    on: calendar.iso(from),
    endedOn: ended ? calendar.iso(from + 180) : null,
    amountCents: null,
    code: null,
    monthlyCents: null,
    ...learnt(calendar, 'official_notices', from + 1),
  });
  return ended ? null : from;
}

function brakes(draft: Draft, { jurisdiction }: SamplePortfolio, calendar: Calendar, random: Random): Since {
  let first: Since = null;
  for (const [kind, share, where] of BRAKES) {
    if ((where === 'FI' && jurisdiction !== 'FI') || !random.chance(share)) continue;
    const from = anyDay(calendar, random);
    draft.restrictions.push({
      personId: draft.personId,
      kind,
      from: calendar.iso(from),
      to: random.chance(0.3) ? calendar.iso(from + random.integer(30, 200)) : null,
      ...learnt(
        calendar,
        kind === 'credit_ban' && jurisdiction === 'FI' ? 'positive_credit_register' : 'person',
        from,
      ),
    });
    if (STOPS_MEASURES.has(kind)) first = Math.min(first ?? from, from);
  }
  return first;
}

/** Some of those whose income went tell of it, most of them with consent to use it. */
function hardship(draft: Draft, calendar: Calendar, traits: Traits, random: Random): void {
  const month = Array.from({ length: MONTHS }, (_, at) => at).find((at) => isShocked(traits, at));
  if (month === undefined || !random.chance(0.12)) return;
  const from = Math.min((calendar.ends[month] ?? 0) + random.integer(5, 30), calendar.lastDay);
  const { personId } = draft;
  draft.restrictions.push({
    personId,
    kind: 'hardship',
    from: calendar.iso(from),
    to: null,
    ...learnt(calendar, 'person', from, random.chance(0.7) ? 400 : 150),
  });
  if (!random.chance(0.85)) return;
  draft.consents.push({
    personId,
    purpose: SUPPORT_NEED_CONSENT,
    givenOn: calendar.iso(from),
    withdrawnOn: random.chance(0.1) ? calendar.iso(from + random.integer(10, 120)) : null,
    ...learnt(calendar, 'person', from),
  });
}
