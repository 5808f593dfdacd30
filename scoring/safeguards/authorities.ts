import type { IsoDate } from '../portfolio/dates.ts';
import type { Country, Language } from '../portfolio/records.ts';

/** Where a person complains about the use of their data (GDPR art. 77). Contacts change: each is dated. */
export interface Authority {
  readonly name: Readonly<Record<Language, string>>;
  readonly address: string;
  readonly email: string;
  readonly phone: string;
  readonly url: string;
  /** When the contact was written down, and from where; check it at least once a year. */
  readonly asOf: IsoDate;
  readonly source: string;
  /** What of it was not seen at the source: to be verified before it is relied on. */
  readonly verify: string | null;
}

export const AUTHORITIES: Readonly<Record<Country, Authority>> = {
  EE: {
    name: {
      et: 'Andmekaitse Inspektsioon',
      en: 'Estonian Data Protection Inspectorate',
      fi: 'Viron tietosuojaviranomainen (Andmekaitse Inspektsioon)',
      sv: 'Estlands dataskyddsmyndighet (Andmekaitse Inspektsioon)',
    },
    address: 'Tatari 39, 10134 Tallinn',
    email: 'info@aki.ee',
    phone: '+372 627 4135',
    url: 'https://www.aki.ee',
    asOf: '2026-11-27',
    source: 'https://www.aki.ee/en/privacy-policy',
    verify: 'The e-mail address: the source names the address and the telephone alone.',
  },
  FI: {
    name: {
      et: 'Soome andmekaitsevoliniku büroo',
      en: 'Office of the Data Protection Ombudsman, Finland',
      fi: 'Tietosuojavaltuutetun toimisto',
      sv: 'Dataombudsmannens byrå',
    },
    address: 'PL 800, 00531 Helsinki',
    email: 'tietosuoja@om.fi',
    phone: '+358 29 566 6700',
    url: 'https://tietosuoja.fi',
    asOf: '2026-11-27',
    source: 'https://tietosuoja.fi/yhteystiedot',
    verify: null,
  },
};

export function authorityLines(country: Country, language: Language): readonly string[] {
  const { name, address, email, phone, url } = AUTHORITIES[country];
  return [name[language], address, `${email}, ${phone}`, url];
}
