import type { PersonStatus, Restriction } from '../portfolio/records.ts';
import { type CaseHistory, counted, family, flagged, newest, UNKNOWN } from './characteristic.ts';

/** The purpose of the consent without which a support need may not be used (promise L33). */
export const SUPPORT_NEED_CONSENT = 'support_need';

/** What routes a case and never scores it: a person's standing and the use of a right never count against them. */
const standing = family({
  applies: 'both',
  family: 'standing',
  sources: ['population_register', 'official_notices', 'representative'],
  reason: 'R16',
});
const brake = family({
  applies: 'both',
  family: 'restrictions',
  sources: ['person', 'own_measures'],
  reason: 'R28',
});
const reachable = family({
  applies: 'both',
  family: 'reachability',
  sources: ['own_measures', 'population_register'],
  reason: 'R13',
});
const claimRoute = family({
  applies: 'claim',
  family: 'claim_standing',
  sources: ['creditor', 'person', 'court'],
  reason: 'R23',
});
const route = { role: 'route' } as const;

export const SAFEGUARD_CHARACTERISTICS = [
  standing('deceased', 'flag', 'Märge surma kohta', 'A death is on record', route, status('deceased')),
  standing('guardianship', 'flag', 'Eestkoste', 'Guardianship', route, status('guardianship')),
  standing(
    'abroad',
    'flag',
    'Elukoht välismaal',
    'Home abroad',
    { ...route, reason: 'R21' },
    status('abroad'),
  ),
  standing('minor', 'flag', 'Vanus alla 18 aasta', 'Age under 18', route, ({ asOf, file }) => {
    const { adultOn } = file.person;
    return adultOn === null ? UNKNOWN : flagged(adultOn > asOf, file.person);
  }),
  standing(
    'natural_person',
    'flag',
    'Füüsiline isik',
    'A human being, not a legal person',
    { ...route, sources: ['creditor', 'business_register'] },
    ({ file }) => flagged(file.person.personKind === 'natural', file.person),
  ),
  brake(
    'restricted',
    'flag',
    'Andmeid ainult hoitakse (töötlemine on piiratud)',
    'The data are only kept (processing is restricted)',
    route,
    restriction('restricted'),
  ),
  brake(
    'objection',
    'flag',
    'Vastuväide andmete kasutamisele',
    'Objection to how data are used',
    route,
    restriction('objection'),
  ),
  brake(
    'credit_ban',
    'flag',
    'Vabatahtlik krediidikeeld kehtib',
    'A voluntary credit ban is in force',
    { ...route, reason: 'R17', sources: ['positive_credit_register', 'person'] },
    restriction('credit_ban'),
  ),
  brake(
    'hardship',
    'flag',
    'Raskused, millest on nõusolekuga räägitud, või kokku lepitud puhkus',
    'Hardship told with consent, or an agreed pause',
    { ...route, reason: 'R27', sources: ['person', 'representative'] },
    (history) => {
      const told = inForce(history, 'hardship');
      const { asOf, file } = history;
      const consents = file.consents.filter(
        ({ purpose, withdrawnOn }) =>
          purpose === SUPPORT_NEED_CONSENT && (withdrawnOn === null || withdrawnOn > asOf),
      );
      const pauses = inForce(history, 'pause').filter((pause) => isAboutCase(pause, history));
      const counts = [...(consents.length > 0 ? told : []), ...pauses];
      return flagged(counts.length > 0, newest(counts));
    },
  ),
  brake(
    'suspension_requested',
    'flag',
    'Palve peatada vabatahtlik sissenõudmine',
    'Request to suspend voluntary collection',
    { ...route, sources: ['person'] },
    restriction('suspension_requested'),
  ),
  reachable(
    'address_valid',
    'flag',
    'Aadress kehtib',
    'The address is valid',
    route,
    lacks('address_invalid'),
  ),
  reachable(
    'phone_valid',
    'flag',
    'Telefoninumber kehtib',
    'The phone number is valid',
    route,
    lacks('phone_invalid'),
  ),
  reachable(
    'email_valid',
    'flag',
    'E-posti aadress kehtib',
    'The e-mail address is valid',
    route,
    lacks('email_invalid'),
  ),
  claimRoute('disputed', 'flag', 'Nõue on vaidlustatud', 'The claim is disputed', route, ({ claim }) =>
    claim === null
      ? UNKNOWN
      : flagged(claim.balance.disputed, newest(claim.events.filter(({ kind }) => kind === 'disputed'))),
  ),
  claimRoute(
    'time_barred',
    'flag',
    'Nõue on aegunud',
    'The claim is time-barred',
    { ...route, reason: 'R24', sources: ['creditor', 'court', 'derived'] },
    ({ asOf, claim }) => {
      const on = claim?.balance.limitationOn ?? null;
      return claim === null || on === null ? UNKNOWN : flagged(on <= asOf, claim.balance.latest);
    },
  ),
  claimRoute(
    'consumer',
    'flag',
    'Tarbijana võetud võlg',
    'A consumer’s debt',
    { ...route, reason: 'R21', sources: ['creditor'] },
    ({ claim }) => (claim === null ? UNKNOWN : flagged(claim.claim.consumer, claim.claim)),
  ),
  claimRoute(
    'owned',
    'flag',
    'Nõue kuulub meile',
    'We own the claim',
    { ...route, reason: 'R21', sources: ['creditor'] },
    ({ claim }) => (claim === null ? UNKNOWN : flagged(claim.claim.ownership === 'owned', claim.claim)),
  ),
  claimRoute(
    'ownership',
    'category',
    'Oma nõue või käsund',
    'Owned or on commission',
    { ...route, reason: 'R21', sources: ['creditor'] },
    ({ claim }) => (claim === null ? UNKNOWN : { value: claim.claim.ownership, evidence: claim.claim }),
  ),
  claimRoute(
    'co_debtors',
    'count',
    'Kaasvõlgnikke',
    'Others who owe the same claim',
    { ...route, reason: 'R21', sources: ['creditor'] },
    ({ claim }) =>
      claim === null ? UNKNOWN : { value: claim.claim.coDebtorIds.length, evidence: claim.claim },
  ),
  claimRoute(
    'closed',
    'flag',
    'Nõue on lõppenud',
    'The claim has ended',
    { ...route, reason: 'R25' },
    ({ claim }) =>
      claim === null
        ? UNKNOWN
        : flagged(claim.balance.closed !== null || claim.balance.totalCents === 0, claim.balance.latest),
  ),
  claimRoute(
    'overpaid',
    'cents',
    'Enam makstud summa',
    'Amount paid beyond the debt',
    { ...route, sources: ['own_measures', 'derived'] },
    ({ claim }) =>
      claim === null ? UNKNOWN : { value: claim.balance.creditCents, evidence: claim.balance.latest },
  ),
  claimRoute(
    'double_payment',
    'flag',
    'Sama makse on arvatavasti kaks korda kirja pandud',
    'The same payment may have been booked twice',
    { ...route, reason: 'R14', sources: ['own_measures', 'bank_statement'] },
    ({ claim }) => {
      const payments = claim?.payments ?? [];
      const twice = payments.filter((made, at) => {
        const before = payments[at - 1];
        return before !== undefined && before.on === made.on && before.amountCents === made.amountCents;
      });
      return flagged(twice.length > 0, newest(twice));
    },
  ),
  reachable(
    'contact_data_faults',
    'count',
    'Kehtetuid kontaktandmeid',
    'Contact details that are not valid',
    route,
    (history) =>
      counted(
        ['address_invalid', 'phone_invalid', 'email_invalid'].flatMap((kind) => statuses(history, kind)),
      ),
  ),
];

function status(kind: PersonStatus['kind']) {
  return (history: CaseHistory) => {
    const found = statuses(history, kind);
    return flagged(found.length > 0, newest(found));
  };
}

function lacks(kind: PersonStatus['kind']) {
  return (history: CaseHistory) => {
    const found = statuses(history, kind);
    return flagged(found.length === 0, newest(found));
  };
}

function statuses({ asOf, file }: CaseHistory, kind: string): readonly PersonStatus[] {
  return file.statuses.filter((found) => found.kind === kind && (found.to === null || found.to > asOf));
}

function restriction(kind: Restriction['kind']) {
  return (history: CaseHistory) => {
    const found = inForce(history, kind);
    return flagged(found.length > 0, newest(found));
  };
}

/** A pause of one claim leaves the others as they are. */
function isAboutCase({ claimId }: Restriction, { claim }: CaseHistory): boolean {
  return claimId == null || claim?.claim.claimId === claimId;
}

function inForce({ asOf, file }: CaseHistory, kind: Restriction['kind']): readonly Restriction[] {
  return file.restrictions.filter((found) => found.kind === kind && (found.to === null || found.to > asOf));
}
