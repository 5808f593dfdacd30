import { addDays, daysBetween } from '../portfolio/dates.ts';
import type { PublicRecord } from '../portfolio/records.ts';
import { type CaseHistory, counted, family, newest, sumOf, UNKNOWN } from './characteristic.ts';

const register = family({
  applies: 'both',
  family: 'payment_defaults',
  sources: ['default_register', 'credit_bureau'],
  reason: 'R03',
});
const tax = family({ applies: 'both', family: 'tax_debt', sources: ['tax_authority'], reason: 'R05' });
const enforcement = family({
  applies: 'both',
  family: 'enforcement',
  sources: ['bailiff', 'official_notices'],
  reason: 'R19',
});
const business = family({
  applies: 'both',
  family: 'business_roles',
  sources: ['business_register'],
  reason: 'R20',
});
const bureau = family({
  applies: 'both',
  family: 'bureau_rating',
  sources: ['credit_bureau'],
  reason: 'R07',
});
const property = family({ applies: 'both', family: 'property', sources: ['land_register'], reason: 'R26' });

const paidDown = { direction: -1, daysPerUnit: 30, costPerUnit: 2 } as const;

export const PUBLIC_RECORD_CHARACTERISTICS = [
  register(
    'payment_defaults_active',
    'count',
    'Kehtivaid maksehäireid',
    'Payment defaults in force',
    { favours: -1, change: paidDown },
    (history) => counted(active(history, 'payment_default')),
  ),
  register(
    'payment_defaults_sum',
    'cents',
    'Kehtivate maksehäirete summa',
    'Sum of payment defaults in force',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 0.0001 } },
    (history) => {
      const defaults = active(history, 'payment_default');
      return { value: sumOf(defaults, ({ amountCents }) => amountCents ?? 0), evidence: newest(defaults) };
    },
  ),
  register(
    'payment_defaults_ended',
    'count',
    'Lõppenud maksehäireid',
    'Payment defaults that have ended',
    { favours: -1, reason: 'R04' },
    (history) => counted(all(history, 'payment_default').filter(({ endedOn }) => endedOn !== null)),
  ),
  register(
    'days_since_payment_default',
    'days',
    'Päevi uusimast maksehäirest',
    'Days since the newest payment default',
    { favours: 1, reason: 'R04', change: { direction: 1, daysPerUnit: 1, costPerUnit: 0.01 } },
    (history) => {
      const last = all(history, 'payment_default').at(-1);
      return last === undefined ? UNKNOWN : { value: daysBetween(last.on, history.asOf), evidence: last };
    },
  ),
  tax(
    'tax_debt',
    'cents',
    'Maksuvõlg',
    'Tax debt',
    { favours: -1, change: { direction: -1, daysPerUnit: 0, costPerUnit: 0.0001 } },
    (history) => {
      const debts = active(history, 'tax_debt');
      return { value: sumOf(debts, ({ amountCents }) => amountCents ?? 0), evidence: newest(debts) };
    },
  ),
  enforcement(
    'enforcement_cases',
    'count',
    'Pooleli täitemenetlusi',
    'Enforcement cases under way',
    { favours: -1, change: { direction: -1, daysPerUnit: 180, costPerUnit: 3 } },
    (history) => counted(active(history, 'enforcement')),
  ),
  enforcement(
    'insolvent',
    'flag',
    'Maksejõuetusmenetlus kestab',
    'Insolvency proceedings under way',
    { role: 'route', reason: 'R06', sources: ['official_notices', 'court'] },
    (history) => {
      const proceedings = active(history, 'insolvency');
      return { value: proceedings.length > 0 ? 1 : 0, evidence: newest(proceedings) };
    },
  ),
  enforcement(
    'past_insolvencies',
    'count',
    'Lõppenud maksejõuetusmenetlusi',
    'Insolvency proceedings that have ended',
    { favours: -1, reason: 'R06', sources: ['official_notices', 'court'] },
    (history) => counted(all(history, 'insolvency').filter(({ endedOn }) => endedOn !== null)),
  ),
  business(
    'failed_companies',
    'count',
    'Juhitud äriühinguid, mis on läinud pankrotti',
    'Companies led that went bankrupt',
    { favours: -1 },
    (history) => counted(all(history, 'business_role').filter(({ code }) => code === 'failed')),
  ),
  business('board_roles', 'count', 'Juhatuse liikme kohti', 'Board seats', {}, (history) =>
    counted(active(history, 'business_role').filter(({ code }) => code === 'board')),
  ),
  business(
    'business_ban',
    'flag',
    'Ärikeeld kehtib',
    'A business ban is in force',
    { role: 'route' },
    (history) => {
      const bans = active(history, 'business_role').filter(({ code }) => code === 'banned');
      return { value: bans.length > 0 ? 1 : 0, evidence: newest(bans) };
    },
  ),
  bureau('bureau_rating', 'category', 'Krediidibüroo reiting', 'Credit bureau rating', {}, (history) => {
    const last = all(history, 'bureau_rating').at(-1);
    return last === undefined ? UNKNOWN : { value: last.code, evidence: last };
  }),
  bureau(
    'bureau_rating_age_days',
    'days',
    'Krediidibüroo reitingu vanus päevades',
    'Age of the credit bureau rating in days',
    { role: 'route', reason: 'R13' },
    (history) => {
      const last = all(history, 'bureau_rating').at(-1);
      return last === undefined ? UNKNOWN : { value: daysBetween(last.on, history.asOf), evidence: last };
    },
  ),
  property('properties', 'count', 'Kinnisasju', 'Properties owned', { favours: 1 }, (history) =>
    counted(active(history, 'property')),
  ),
  register(
    'new_credits_365d',
    'count',
    'Uusi laene ja krediite viimase aasta jooksul',
    'New loans and credits in the last year',
    {
      favours: -1,
      family: 'recent_credits',
      reason: 'R10',
      sources: ['positive_credit_register'],
      change: { direction: -1, daysPerUnit: 365, costPerUnit: 1 },
    },
    (history) => {
      const from = addDays(history.asOf, -365);
      return counted(all(history, 'positive_credit').filter(({ on }) => on > from));
    },
  ),
];

export function all({ file }: CaseHistory, kind: PublicRecord['kind']): readonly PublicRecord[] {
  return file.publicRecords.filter((record) => record.kind === kind);
}

export function active(history: CaseHistory, kind: PublicRecord['kind']): readonly PublicRecord[] {
  return all(history, kind).filter(({ endedOn }) => endedOn === null);
}
