import { addMonths, dateOfDay, dayNumber, type IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Country, Language } from '../../scoring/portfolio/records.ts';
import type { Random } from './random.ts';

/** Who a simulated person is. Nobody real: the serial numbers lie in ranges that the registers do not give out. */
export interface SimulatedIdentity {
  readonly name: string;
  readonly personalCode: string;
  readonly email: string;
  readonly phone: string;
  readonly address: string;
  readonly representativeRole: 'guardian' | 'debt_counsellor' | null;
  readonly representativeName: string | null;
  readonly representativeContact: string | null;
}

const NAMES = {
  EE: {
    female: [
      'Anu',
      'Kadri',
      'Liis',
      'Maarika',
      'Piret',
      'Tiina',
      'Triin',
      'Jelena',
      'Olga',
      'Svetlana',
      'Õie',
      'Ülle',
    ],
    male: [
      'Andres',
      'Jaan',
      'Kalle',
      'Margus',
      'Priit',
      'Rein',
      'Tanel',
      'Aleksei',
      'Dmitri',
      'Igor',
      'Ärni',
      'Urmas',
    ],
    family: [
      'Tamm',
      'Saar',
      'Sepp',
      'Mägi',
      'Kask',
      'Kukk',
      'Rebane',
      'Ilves',
      'Pärn',
      'Koppel',
      'Õunapuu',
      'Petrov',
    ],
    streets: ['Pärna', 'Kase', 'Tamme', 'Lille', 'Aia', 'Kooli', 'Jõe', 'Metsa', 'Põllu', 'Rohu'],
    towns: ['Tallinn', 'Tartu', 'Narva', 'Pärnu', 'Viljandi', 'Rakvere', 'Võru', 'Haapsalu'],
  },
  FI: {
    female: ['Aino', 'Helena', 'Johanna', 'Maria', 'Päivi', 'Sari', 'Tuula', 'Åsa', 'Eeva', 'Kaisa'],
    male: ['Antti', 'Juha', 'Kari', 'Matti', 'Mikko', 'Pekka', 'Timo', 'Göran', 'Ville', 'Jari'],
    family: [
      'Korhonen',
      'Virtanen',
      'Mäkinen',
      'Nieminen',
      'Laine',
      'Heikkinen',
      'Koskinen',
      'Lindström',
      'Salo',
      'Öhman',
    ],
    streets: [
      'Koivukatu',
      'Kirkkotie',
      'Rantatie',
      'Koulukatu',
      'Mäntytie',
      'Asemakatu',
      'Puistotie',
      'Järventie',
    ],
    towns: ['Helsinki', 'Turku', 'Tampere', 'Oulu', 'Vaasa', 'Kuopio', 'Lahti', 'Porvoo'],
  },
} as const;

/** Days over which birthdays are spread; with the serials it keeps two million persons apart. */
const BIRTH_DAYS = 18_250;
const FIRST_BIRTH_DAY = dayNumber('1953-01-01');
const CHILD_BIRTH_DAYS = 3_000;
const FIRST_CHILD_BIRTH_DAY = dayNumber('2010-01-01');
const FIRST_SERIAL = 900;

/** Each is a whole number that shares no factor with the range, so that it visits every day before it comes back. */
const DAY_STRIDE = 7_919;

export function birthDay(person: number, minor: boolean): number {
  return minor
    ? FIRST_CHILD_BIRTH_DAY + ((person * DAY_STRIDE) % CHILD_BIRTH_DAYS)
    : FIRST_BIRTH_DAY + ((person * DAY_STRIDE) % BIRTH_DAYS);
}

export function adultOn(born: number): IsoDate {
  return addMonths(dateOfDay(born), 18 * 12);
}

export function languageOf(country: Country, random: Random): Language {
  return country === 'EE'
    ? random.weighted([
        ['et', 0.9],
        ['en', 0.1],
      ])
    : random.weighted([
        ['fi', 0.83],
        ['sv', 0.09],
        ['en', 0.08],
      ]);
}

export function identityOf(
  person: number,
  country: Country,
  born: number,
  representativeRole: SimulatedIdentity['representativeRole'],
  random: Random,
): SimulatedIdentity {
  const names = NAMES[country];
  const female = random.chance(0.5);
  const first = random.pick(female ? names.female : names.male);
  const last = random.pick(names.family);
  const serial = serialOf(person, born, female);
  const represented = representativeRole !== null;
  return {
    name: `${first} ${last}`,
    personalCode: country === 'EE' ? isikukood(born, female, serial) : henkilotunnus(born, serial),
    email: `person${person + 1}@example.com`,
    phone: country === 'EE' ? `+3725${digits(person, 7)}` : `+35845${digits(person, 7)}`,
    address: `${random.pick(names.streets)} ${random.integer(1, 120)}, ${random.pick(names.towns)}`,
    representativeRole,
    representativeName: represented ? `${random.pick(names.female)} ${random.pick(names.family)}` : null,
    representativeContact: represented ? `representative${person + 1}@example.com` : null,
  };
}

/** Even for women, as Finland has it; each birthday's next person takes the next pair. */
function serialOf(person: number, born: number, female: boolean): number {
  const days = born >= FIRST_CHILD_BIRTH_DAY ? CHILD_BIRTH_DAYS : BIRTH_DAYS;
  return FIRST_SERIAL + ((2 * Math.floor(person / days)) % (1000 - FIRST_SERIAL)) + (female ? 0 : 1);
}

/** Estonian personal identification code (EVS 585): sex and century, birth date, serial, check digit. */
export function isikukood(born: number, female: boolean, serial: number): string {
  const date = dateOfDay(born);
  const century = date < '2000' ? 3 : 5;
  const stem = `${century + (female ? 1 : 0)}${date.slice(2, 4)}${date.slice(5, 7)}${date.slice(8, 10)}${serial}`;
  return `${stem}${isikukoodCheckDigit(stem)}`;
}

export function isikukoodCheckDigit(stem: string): number {
  const first = weighted(stem, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  if (first < 10) return first;
  const second = weighted(stem, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return second < 10 ? second : 0;
}

/** Finnish personal identity code: birth date, century sign, individual number, check character. */
export function henkilotunnus(born: number, serial: number): string {
  const date = dateOfDay(born);
  const day = `${date.slice(8, 10)}${date.slice(5, 7)}${date.slice(2, 4)}`;
  return `${day}${date < '2000' ? '-' : 'A'}${serial}${henkilotunnusCheck(day + String(serial))}`;
}

export function henkilotunnusCheck(nineDigits: string): string {
  return '0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(Number(nineDigits) % 31);
}

function weighted(stem: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * Number(stem.charAt(at)), 0);
}

function digits(person: number, length: number): string {
  return String((person * 104_729 + 1_000_003) % 10 ** length).padStart(length, '0');
}
