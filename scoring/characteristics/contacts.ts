import { addDays, daysBetween } from '../portfolio/dates.ts';
import type { ContactEvent } from '../portfolio/records.ts';
import { type CaseHistory, counted, family, newest, share, UNKNOWN } from './characteristic.ts';

const contact = family({ applies: 'claim', family: 'contacts', sources: ['own_measures'], reason: 'R09' });

export const CONTACT_CHARACTERISTICS = [
  contact(
    'contact_attempts_90d',
    'count',
    'Meie pöördumisi viimase 90 päeva jooksul',
    'Our attempts to make contact in the last 90 days',
    {},
    (history) => counted(outbound(history, 90)),
  ),
  contact(
    'calls_7d',
    'count',
    'Meie kõnesid viimase 7 päeva jooksul',
    'Our calls in the last 7 days',
    { role: 'route' },
    (history) => counted(outbound(history, 7).filter(({ channel }) => channel === 'call')),
  ),
  contact(
    'contact_attempts_7d',
    'count',
    'Meie pöördumisi viimase 7 päeva jooksul',
    'Our attempts to make contact in the last 7 days',
    { role: 'route' },
    (history) => counted(outbound(history, 7)),
  ),
  contact(
    'reached_180d',
    'count',
    'Mitu korda kätte saadud viimase 180 päeva jooksul',
    'Times reached in the last 180 days',
    { favours: 1 },
    (history) => counted(outbound(history, 180).filter(({ result }) => result === 'reached')),
  ),
  contact(
    'reached_share_365d',
    'share',
    'Vastatud kõnede osa viimasel aastal',
    'Share of calls that were answered in the last year',
    { favours: 1 },
    (history) => {
      const calls = outbound(history, 365).filter(({ channel }) => channel === 'call');
      return {
        value: share(calls.filter(({ result }) => result === 'reached').length, calls.length),
        evidence: newest(calls),
      };
    },
  ),
  contact(
    'days_since_reached',
    'days',
    'Päevi sellest, kui viimati kätte saadi',
    'Days since last reached',
    { favours: -1 },
    (history) => since(history, ({ result, direction }) => result === 'reached' || direction === 'in'),
  ),
  contact(
    'inbound_180d',
    'count',
    'Enda pöördumisi viimase 180 päeva jooksul',
    'Contacts of one’s own accord in the last 180 days',
    { favours: 1, change: { direction: 1, daysPerUnit: 0, costPerUnit: 0.3 } },
    ({ asOf, file }) => {
      const from = addDays(asOf, -180);
      return counted(file.contacts.filter(({ direction, on }) => direction === 'in' && on > from));
    },
  ),
  contact(
    'returned_mail_365d',
    'count',
    'Tagasi tulnud kirju viimase aasta jooksul',
    'Letters that came back in the last year',
    { favours: -1, change: { direction: -1, daysPerUnit: 365, costPerUnit: 0.2 } },
    (history) =>
      counted(
        outbound(history, 365).filter(({ channel, result }) => channel === 'letter' && result === 'returned'),
      ),
  ),
  contact(
    'days_since_contact',
    'days',
    'Päevi viimasest meie pöördumisest',
    'Days since our last attempt to make contact',
    {},
    (history) => since(history, ({ direction }) => direction === 'out'),
  ),
];

function outbound({ asOf, file }: CaseHistory, days: number): readonly ContactEvent[] {
  const from = addDays(asOf, -days);
  return file.contacts.filter(({ direction, on }) => direction === 'out' && on > from);
}

function since({ asOf, file }: CaseHistory, wanted: (contact: ContactEvent) => boolean) {
  const last = file.contacts.findLast(wanted);
  return last === undefined ? UNKNOWN : { value: daysBetween(last.on, asOf), evidence: last };
}
