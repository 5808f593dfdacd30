import { addDays, daysBetween } from '../portfolio/dates.ts';
import { counted, family, newest, share, sumOf, type Texts, UNKNOWN } from './characteristic.ts';

/** Measures that records name and rules count; the packs (`scoring/policy/`) say what each costs and needs. */
export const MEASURE_NAMES: Readonly<Record<string, Texts>> = {
  no_action: { et: 'ootamine', en: 'wait' },
  remind_sms: { et: 'meeldetuletus sõnumiga', en: 'text message reminder' },
  remind_email: { et: 'meeldetuletus e-kirjaga', en: 'e-mail reminder' },
  remind_letter: { et: 'meeldetuletuskiri', en: 'reminder letter' },
  demand_letter: { et: 'nõudekiri', en: 'demand letter' },
  call: { et: 'telefonikõne', en: 'call' },
  plan_offer: { et: 'maksegraafiku pakkumine', en: 'instalment plan offer' },
  instalment_reduction: { et: 'osamakse vähendamine', en: 'smaller instalments' },
  extension: { et: 'maksetähtaja pikendamine', en: 'later due date' },
  settlement: { et: 'kokkulepe osalise tasumisega', en: 'settlement' },
  pause: { et: 'maksepaus', en: 'payment pause' },
  debt_advice: { et: 'suunamine võlanõustamisele', en: 'referral to debt advice' },
  bureau_listing: { et: 'maksehäire avaldamine', en: 'default register entry' },
  payment_order: { et: 'maksekäsu kiirmenetlus', en: 'payment order' },
  lawsuit: { et: 'hagi', en: 'lawsuit' },
  bailiff: { et: 'täitemenetlus', en: 'enforcement' },
  debt_sale: { et: 'nõude müük', en: 'sale of the claim' },
  write_off: { et: 'nõude lõpetamine', en: 'closing of the claim' },
  field_visit: { et: 'kodukülastus', en: 'visit' },
  assign_abroad: { et: 'üleandmine välismaa partnerile', en: 'handing over to a partner abroad' },
  bankruptcy_petition: { et: 'pankrotiavaldus', en: 'bankruptcy petition' },
};

/** Days after a measure in which a payment is taken as the answer to it. */
const ANSWER_DAYS = 30;

const measure = family({ applies: 'claim', family: 'measures', sources: ['own_measures'], reason: 'R25' });
const routed = { role: 'route' } as const;

export const MEASURE_CHARACTERISTICS = [
  measure(
    'measures_90d',
    'count',
    'Meetmeid viimase 90 päeva jooksul',
    'Measures taken in the last 90 days',
    {},
    ({ asOf, claim }) => {
      const from = addDays(asOf, -90);
      return counted((claim?.measures ?? []).filter(({ on }) => on > from));
    },
  ),
  measure('measures_taken', 'count', 'Meetmeid kokku', 'Measures taken in all', {}, ({ claim }) =>
    counted(claim?.measures ?? []),
  ),
  measure(
    'days_since_measure',
    'days',
    'Päevi viimasest meetmest',
    'Days since the last measure',
    {},
    ({ asOf, claim }) => {
      const last = claim?.measures.at(-1);
      return last === undefined ? UNKNOWN : { value: daysBetween(last.on, asOf), evidence: last };
    },
  ),
  measure('last_measure', 'category', 'Viimane meede', 'Last measure', {}, ({ claim }) => {
    const last = claim?.measures.at(-1);
    return last === undefined ? UNKNOWN : { value: last.measure, evidence: last };
  }),
  measure(
    'answered_measures_share',
    'share',
    'Osa meetmetest, millele järgnes 30 päeva jooksul makse',
    'Share of measures that a payment followed within 30 days',
    { favours: 1, reason: 'R18' },
    ({ asOf, claim }) => {
      const told = (claim?.measures ?? []).filter(({ on }) => addDays(on, ANSWER_DAYS) <= asOf);
      const answered = told.filter(({ on }) => {
        const last = addDays(on, ANSWER_DAYS);
        return (claim?.payments ?? []).some((made) => made.on > on && made.on <= last);
      });
      return { value: share(answered.length, told.length), evidence: newest(told) };
    },
  ),
  measure(
    'paid_costs_so_far',
    'cents',
    'Seni lisatud sissenõudmiskulud',
    'Collection costs added so far',
    routed,
    ({ claim }) => {
      const taken = claim?.measures ?? [];
      return { value: sumOf(taken, ({ debtorCostCents }) => debtorCostCents), evidence: newest(taken) };
    },
  ),
  ...Object.entries(MEASURE_NAMES).flatMap(([id, name]) => [
    measure(
      `days_since_${id}`,
      'days',
      `Päevi viimasest korrast (${name.et})`,
      `Days since the last ${name.en}`,
      routed,
      ({ asOf, claim }) => {
        const last = claim?.measures.findLast((taken) => taken.measure === id);
        return last === undefined ? UNKNOWN : { value: daysBetween(last.on, asOf), evidence: last };
      },
    ),
    measure(
      `count_${id}`,
      'count',
      `Mitu korda (${name.et})`,
      `Times taken (${name.en})`,
      routed,
      ({ claim }) => counted((claim?.measures ?? []).filter((taken) => taken.measure === id)),
    ),
  ]),
];
