import type { Country } from '../portfolio/records.ts';
import type { Texts } from './characteristic.ts';

/** What no scorecard may use, whatever it would add to its accuracy. */
export interface Forbidden {
  readonly id: string;
  /** Empty: everywhere. Otherwise barred only there; elsewhere it may be tested for and serve as a limit of eligibility. */
  readonly barredIn: readonly Country[];
  readonly law: string;
  readonly reason: Texts;
  /** Words that give it away anywhere in a name. */
  readonly words: readonly string[];
  /** Whole names; for words that also stand in harmless names (`debt_age_days`). */
  readonly names: readonly string[];
}

export interface Refusal {
  readonly name: string;
  readonly forbidden: string;
  readonly law: string;
  readonly reason: Texts;
}

export const FORBIDDEN: readonly Forbidden[] = [
  forbidden(
    'sex',
    'Directive 2004/113/EC; SoVS',
    'Sugu ei tohi skoori mõjutada.',
    'Sex may not count in a score.',
    ['sex', 'gender', 'sugu', 'sukupuoli', 'kon', 'kön', 'male', 'female'],
    ['personal_status', 'personal_status_sex', 'statussex'],
  ),
  forbidden(
    'family_status',
    'VõrdKS; FI 1325/2014 § 8',
    'Perekonnaseis ei tohi skoori mõjutada.',
    'Family status may not count in a score.',
    ['marriage', 'marital', 'married', 'perekonnaseis', 'abielu', 'siviilisääty', 'civilstånd'],
    ['personal_status', 'civil_status'],
  ),
  forbidden(
    'ethnicity',
    'GDPR art. 9; VõrdKS § 2',
    'Rass ja rahvus ei tohi skoori mõjutada.',
    'Race and ethnic origin may not count in a score.',
    ['race', 'ethnicity', 'ethnic', 'rahvus', 'rass', 'etninen', 'etnicitet'],
  ),
  forbidden(
    'nationality',
    'VõrdKS § 2; FI 1325/2014 § 8',
    'Kodakondsus ja emakeel ei tohi skoori mõjutada.',
    'Nationality, citizenship and mother tongue may not count in a score.',
    [
      'nationality',
      'citizenship',
      'citizen',
      'foreign',
      'foreigner',
      'immigrant',
      'kodakondsus',
      'kansalaisuus',
      'language',
      'keel',
      'emakeel',
      'tongue',
      'kieli',
      'äidinkieli',
    ],
    ['foreign_worker'],
  ),
  forbidden(
    'religion',
    'GDPR art. 9',
    'Usuline või poliitiline veendumus ei tohi skoori mõjutada.',
    'Religion, belief and politics may not count in a score.',
    [
      'religion',
      'religious',
      'usk',
      'usund',
      'political',
      'politics',
      'party',
      'union',
      'ametiühing',
      'uskonto',
    ],
  ),
  forbidden(
    'health',
    'GDPR art. 9; CCD2 art. 18 (3)',
    'Terviseandmed ei tohi skoori mõjutada.',
    'Health may not count in a score.',
    [
      'health',
      'illness',
      'diagnosis',
      'disability',
      'disabled',
      'tervis',
      'puue',
      'haigus',
      'terveys',
      'pregnant',
    ],
  ),
  forbidden(
    'intimate_data',
    'GDPR art. 9',
    'Seksuaalelu, geneetilised ja biomeetrilised andmed ei tohi skoori mõjutada.',
    'Sex life, genetic and biometric data may not count in a score.',
    ['orientation', 'genetic', 'biometric', 'fingerprint'],
  ),
  forbidden(
    'criminal_record',
    'GDPR art. 10',
    'Süüteoandmed ei tohi skoori mõjutada.',
    'Criminal convictions may not count in a score.',
    ['criminal', 'conviction', 'karistatus', 'kuritegu', 'rikos'],
  ),
  forbidden(
    'social_media',
    'CCD2 art. 18 (3)',
    'Sotsiaalmeedia andmed ei tohi krediidivõimelisust mõjutada.',
    'Social network data may not count in creditworthiness.',
    ['facebook', 'instagram', 'twitter', 'tiktok', 'linkedin'],
    ['social_media', 'social_network'],
  ),
  forbidden(
    'age',
    'FI Tribunal 216/2017; VõrdKS',
    'Vanus ei tohi skoori mõjutada, ta on ainult täisealisuse piir.',
    'Age may not count in a score; it is only the limit of being of age.',
    ['birthdate', 'birthday', 'dob', 'vanus', 'sünniaeg', 'sünnikuupäev', 'ikä', 'syntymäaika', 'ålder'],
    [
      'age',
      'age_years',
      'age_band',
      'age_group',
      'applicant_age',
      'customer_age',
      'person_age',
      'birth_date',
      'date_of_birth',
      'year_of_birth',
      'birth_year',
    ],
    ['FI'],
  ),
  forbidden(
    'residence',
    'FI Tribunal 216/2017',
    'Elukoht ei tohi skoori mõjutada.',
    'Where a person lives may not count in a score.',
    [
      'postcode',
      'postal',
      'zip',
      'zipcode',
      'county',
      'maakond',
      'postiindeks',
      'postinumero',
      'elukoht',
      'kotikunta',
      'neighbourhood',
    ],
    ['addr_state', 'state', 'region', 'city', 'address', 'residence'],
    ['FI'],
  ),
  forbidden(
    'identity',
    'GDPR art. 5 (1) (c)',
    'Nimi ja isikukood ei ole makseandmed.',
    'A name or an identification number says nothing of payment.',
    [
      'surname',
      'firstname',
      'lastname',
      'eesnimi',
      'perekonnanimi',
      'isikukood',
      'henkilötunnus',
      'hetu',
      'ssn',
    ],
    ['name', 'first_name', 'last_name', 'full_name', 'personal_code', 'national_id'],
  ),
  forbidden(
    'use_of_rights',
    'GDPR art. 12, 15–22',
    'Õiguste kasutamine ei tohi inimese vastu rääkida.',
    'The use of a right may not count against a person.',
    [
      'complaint',
      'complaints',
      'kaebus',
      'objection',
      'objections',
      'vastuväide',
      'dispute',
      'disputes',
      'disputed',
      'vaidlus',
    ],
    [
      'access_request',
      'review_request',
      'rectification_request',
      'erasure_request',
      'restriction_request',
      'portability_request',
      'rights_request',
      'rights_requests',
      'consent_withdrawn',
      'consents_withdrawn',
      'marketing_opt_out',
    ],
  ),
];

/** Which of the names may not be scored by, and why. Without a jurisdiction the strictest rule holds. */
export function refuseForbidden(names: readonly string[], jurisdiction?: Country): readonly Refusal[] {
  return names.flatMap((name) => {
    const found = FORBIDDEN.find(
      (rule) =>
        appliesIn(rule, jurisdiction) &&
        (rule.names.includes(snakeCase(name)) || saysOneOf(rule.words, name)),
    );
    return found === undefined ? [] : [{ name, forbidden: found.id, law: found.law, reason: found.reason }];
  });
}

function appliesIn({ barredIn }: Forbidden, jurisdiction: Country | undefined): boolean {
  return barredIn.length === 0 || jurisdiction === undefined || barredIn.includes(jurisdiction);
}

function saysOneOf(words: readonly string[], name: string): boolean {
  const said = snakeCase(name).split('_');
  return said.some((word) => words.includes(word));
}

/** `DateOfBirth`, `date-of-birth` and `DATE OF BIRTH` are the same name. */
function snakeCase(name: string): string {
  return name
    .normalize('NFC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}

function forbidden(
  id: string,
  law: string,
  et: string,
  en: string,
  words: readonly string[],
  names: readonly string[] = [],
  barredIn: readonly Country[] = [],
): Forbidden {
  return { id, barredIn, law, reason: { et, en }, words, names };
}
