import type { Texts } from '../characteristics/characteristic.ts';

/**
 * How far the program may go alone. A: it may act. B: it recommends and a person releases. C: it recommends, a person
 * releases and another confirms. A policy may be stricter than the class, never laxer.
 */
export type AutomationClass = 'A' | 'B' | 'C';

export type Channel = 'email' | 'sms' | 'letter' | 'phone' | 'visit' | 'none';

/** What can be done about a claim. The numbers (cost, effect, limits) are the policy's, not the catalogue's. */
export interface Measure {
  readonly id: string;
  readonly automation: AutomationClass;
  /** Court, enforcement, register entry, sale of the debt, bankruptcy: never released by one person. */
  readonly legalEffect: boolean;
  /** Asks for payment or hardens the person's position; what a dispute, a restriction or limitation stops. */
  readonly pressure: boolean;
  /** Eases the person's position. Hardship and other special data may only lead here. */
  readonly relief: boolean;
  readonly channel: Channel;
  /** Mildest first: equal worth goes to the milder measure. */
  readonly severity: number;
  readonly name: Texts;
  /** What will happen, said to the person. */
  readonly toPerson: Texts;
}

export const MEASURES: readonly Measure[] = [
  {
    id: 'no_action',
    automation: 'A',
    legalEffect: false,
    pressure: false,
    relief: true,
    channel: 'none',
    severity: 0,
    name: { et: 'Ootame', en: 'Wait', fi: 'Odotus', sv: 'Väntan' },
    toPerson: {
      et: 'Me ei tee praegu midagi. Vaatame nõude hiljem uuesti üle.',
      en: 'We do nothing for now. We look at the claim again later.',
      fi: 'Emme tee nyt mitään. Katsomme saatavaa myöhemmin uudelleen.',
      sv: 'Vi gör inget just nu. Vi ser på fordran igen senare.',
    },
  },
  {
    id: 'debt_advice',
    automation: 'A',
    legalEffect: false,
    pressure: false,
    relief: true,
    channel: 'letter',
    severity: 1,
    name: {
      et: 'Suunamine võlanõustamisele',
      en: 'Referral to debt advice',
      fi: 'Ohjaus velkaneuvontaan',
      sv: 'Hänvisning till skuldrådgivning',
    },
    toPerson: {
      et: 'Anname teile tasuta võlanõustaja kontaktid ja ootame, kuni olete temaga rääkinud.',
      en: 'We give you the contact of a free debt adviser and wait until you have talked.',
      fi: 'Annamme teille maksuttoman velkaneuvojan yhteystiedot ja odotamme, kunnes olette puhuneet.',
      sv: 'Vi ger er kontakten till en gratis skuldrådgivare och väntar tills ni har talat.',
    },
  },
  {
    id: 'pause',
    automation: 'A',
    legalEffect: false,
    pressure: false,
    relief: true,
    channel: 'letter',
    severity: 2,
    name: { et: 'Maksepuhkus', en: 'Payment pause', fi: 'Maksutauko', sv: 'Betalningspaus' },
    toPerson: {
      et: 'Te ei pea praegu maksma. Maksepuhkuse ajal me maksmist ei nõua.',
      en: 'You need not pay for now. We do not ask for payment during the pause.',
      fi: 'Teidän ei tarvitse nyt maksaa. Emme vaadi maksua tauon aikana.',
      sv: 'Ni behöver inte betala nu. Vi kräver ingen betalning under pausen.',
    },
  },
  {
    id: 'instalment_reduction',
    automation: 'B',
    legalEffect: false,
    pressure: false,
    relief: true,
    channel: 'letter',
    severity: 3,
    name: { et: 'Väiksem osamakse', en: 'Smaller instalments', fi: 'Pienemmät erät', sv: 'Mindre rater' },
    toPerson: {
      et: 'Pakume maksegraafikule väiksemaid osamakseid.',
      en: 'We offer smaller instalments in your payment plan.',
      fi: 'Tarjoamme pienempiä eriä maksusuunnitelmaanne.',
      sv: 'Vi erbjuder mindre delbetalningar i er betalningsplan.',
    },
  },
  {
    id: 'extension',
    automation: 'A',
    legalEffect: false,
    pressure: false,
    relief: true,
    channel: 'email',
    severity: 4,
    name: {
      et: 'Maksetähtaja pikendamine',
      en: 'Later due date',
      fi: 'Myöhempi eräpäivä',
      sv: 'Senare förfallodag',
    },
    toPerson: {
      et: 'Pakume hilisemat maksetähtaega.',
      en: 'We offer a later due date.',
      fi: 'Tarjoamme myöhempää eräpäivää.',
      sv: 'Vi erbjuder en senare förfallodag.',
    },
  },
  {
    id: 'write_off',
    automation: 'B',
    legalEffect: false,
    pressure: false,
    relief: true,
    channel: 'letter',
    severity: 5,
    name: {
      et: 'Nõude lõpetamine',
      en: 'Closing the claim',
      fi: 'Saatavan päättäminen',
      sv: 'Avslut av fordran',
    },
    toPerson: {
      et: 'Teeme ettepaneku nõue lõpetada.',
      en: 'We propose to close the claim.',
      fi: 'Ehdotamme saatavan sulkemista.',
      sv: 'Vi föreslår att fordran avslutas.',
    },
  },
  {
    id: 'remind_email',
    automation: 'A',
    legalEffect: false,
    pressure: true,
    relief: false,
    channel: 'email',
    severity: 10,
    name: {
      et: 'Meeldetuletus e-kirjaga',
      en: 'Reminder by e-mail',
      fi: 'Sähköpostimuistutus',
      sv: 'Påminnelse per e-post',
    },
    toPerson: {
      et: 'Saadame teile tasuta meeldetuletuse e-kirjaga.',
      en: 'We send you a free reminder by e-mail.',
      fi: 'Lähetämme teille maksuttoman muistutuksen sähköpostilla.',
      sv: 'Vi skickar er en gratis påminnelse med e-post.',
    },
  },
  {
    id: 'remind_sms',
    automation: 'A',
    legalEffect: false,
    pressure: true,
    relief: false,
    channel: 'sms',
    severity: 11,
    name: {
      et: 'Meeldetuletus SMS-iga',
      en: 'Reminder by text message',
      fi: 'Tekstiviestimuistutus',
      sv: 'Påminnelse per sms',
    },
    toPerson: {
      et: 'Saadame teile tasuta meeldetuletuse SMS-iga.',
      en: 'We send you a free reminder by text message.',
      fi: 'Lähetämme teille maksuttoman muistutuksen tekstiviestillä.',
      sv: 'Vi skickar er en gratis påminnelse med sms.',
    },
  },
  {
    id: 'plan_offer',
    automation: 'A',
    legalEffect: false,
    pressure: true,
    relief: true,
    channel: 'letter',
    severity: 12,
    name: {
      et: 'Maksegraafiku pakkumine',
      en: 'Offer of a payment plan',
      fi: 'Maksusuunnitelman tarjous',
      sv: 'Erbjudande om avbetalningsplan',
    },
    toPerson: {
      et: 'Pakume võimalust maksta osade kaupa.',
      en: 'We offer you to pay in instalments.',
      fi: 'Tarjoamme teille maksamista erissä.',
      sv: 'Vi erbjuder er att betala i delar.',
    },
  },
  {
    id: 'settlement',
    automation: 'B',
    legalEffect: false,
    pressure: true,
    relief: true,
    channel: 'letter',
    severity: 13,
    name: {
      et: 'Pakkumine maksta väiksem summa',
      en: 'Offer to settle for less',
      fi: 'Sovinto',
      sv: 'Uppgörelse',
    },
    toPerson: {
      et: 'Pakume võimalust lõpetada nõue väiksema summa maksmisega.',
      en: 'We offer to close the claim for a smaller sum.',
      fi: 'Tarjoamme saatavan sulkemista pienempää summaa vastaan.',
      sv: 'Vi erbjuder att avsluta fordran för ett mindre belopp.',
    },
  },
  {
    id: 'remind_letter',
    automation: 'A',
    legalEffect: false,
    pressure: true,
    relief: false,
    channel: 'letter',
    severity: 14,
    name: { et: 'Meeldetuletuskiri', en: 'Reminder by letter', fi: 'Muistutuskirje', sv: 'Påminnelsebrev' },
    toPerson: {
      et: 'Saadame teile meeldetuletuskirja. Kirjas on selle hind.',
      en: 'We send you a reminder by letter. The letter states what it costs.',
      fi: 'Lähetämme teille muistutuksen kirjeellä. Kirjeessä lukee, mitä se maksaa.',
      sv: 'Vi skickar er en påminnelse med brev. I brevet står vad det kostar.',
    },
  },
  {
    id: 'call',
    automation: 'A',
    legalEffect: false,
    pressure: true,
    relief: false,
    channel: 'phone',
    severity: 15,
    name: { et: 'Telefonikõne', en: 'Phone call', fi: 'Puhelu', sv: 'Telefonsamtal' },
    toPerson: {
      et: 'Helistame teile tööpäeval.',
      en: 'We call you on a working day.',
      fi: 'Soitamme teille arkipäivänä.',
      sv: 'Vi ringer er på en vardag.',
    },
  },
  {
    id: 'demand_letter',
    automation: 'A',
    legalEffect: false,
    pressure: true,
    relief: false,
    channel: 'letter',
    severity: 16,
    name: { et: 'Nõudekiri', en: 'Letter of demand', fi: 'Maksuvaatimus', sv: 'Kravbrev' },
    toPerson: {
      et: 'Saadame teile nõudekirja. Kirjas on selle hind.',
      en: 'We send you a letter of demand. The letter states what it costs.',
      fi: 'Lähetämme teille maksuvaatimuksen. Kirjeessä lukee, mitä se maksaa.',
      sv: 'Vi skickar er ett kravbrev. I brevet står vad det kostar.',
    },
  },
  {
    id: 'field_visit',
    automation: 'C',
    legalEffect: false,
    pressure: true,
    relief: false,
    channel: 'visit',
    severity: 20,
    name: { et: 'Kodukülastus', en: 'Visit', fi: 'Käynti', sv: 'Besök' },
    toPerson: {
      et: 'Soovime teiega kohtuda.',
      en: 'We would like to meet you.',
      fi: 'Haluaisimme tavata teidät.',
      sv: 'Vi vill gärna träffa er.',
    },
  },
  {
    id: 'assign_abroad',
    automation: 'B',
    legalEffect: false,
    pressure: true,
    relief: false,
    channel: 'none',
    severity: 21,
    name: {
      et: 'Üleandmine välismaa partnerile',
      en: 'Handing over to a partner abroad',
      fi: 'Siirto ulkomaiselle kumppanille',
      sv: 'Överföring till partner utomlands',
    },
    toPerson: {
      et: 'Anname nõude üle partnerile riigis, kus te elate.',
      en: 'We hand the claim to a partner in the country where you live.',
      fi: 'Annamme saatavan kumppanille maassa, jossa asutte.',
      sv: 'Vi lämnar fordran till en partner i landet där ni bor.',
    },
  },
  {
    id: 'bureau_listing',
    automation: 'C',
    legalEffect: true,
    pressure: true,
    relief: false,
    channel: 'letter',
    severity: 30,
    name: {
      et: 'Kanne maksehäireregistris',
      en: 'Entry in the payment default register',
      fi: 'Maksuhäiriömerkintä',
      sv: 'Betalningsanmärkning',
    },
    toPerson: {
      et: 'Kavatseme avaldada teie võla maksehäireregistris.',
      en: 'We intend to enter your debt in the payment default register.',
      fi: 'Aiomme merkitä velkanne maksuhäiriörekisteriin.',
      sv: 'Vi avser att anteckna er skuld i registret över betalningsstörningar.',
    },
  },
  {
    id: 'payment_order',
    automation: 'C',
    legalEffect: true,
    pressure: true,
    relief: false,
    channel: 'none',
    severity: 31,
    name: {
      et: 'Kohtu maksekäsk',
      en: 'Court payment order',
      fi: 'Maksamismääräys',
      sv: 'Betalningsföreläggande',
    },
    toPerson: {
      et: 'Kavatseme taotleda kohtult maksekäsku.',
      en: 'We intend to ask the court for a payment order.',
      fi: 'Aiomme pyytää oikeudelta maksamismääräystä.',
      sv: 'Vi avser att be domstolen om ett betalningsföreläggande.',
    },
  },
  {
    id: 'debt_sale',
    automation: 'C',
    legalEffect: true,
    pressure: true,
    relief: false,
    channel: 'letter',
    severity: 32,
    name: { et: 'Nõude müük', en: 'Sale of the claim', fi: 'Saatavan myynti', sv: 'Försäljning av fordran' },
    toPerson: {
      et: 'Kavatseme nõude müüa.',
      en: 'We intend to sell the claim.',
      fi: 'Aiomme myydä saatavan.',
      sv: 'Vi avser att sälja fordran.',
    },
  },
  {
    id: 'lawsuit',
    automation: 'C',
    legalEffect: true,
    pressure: true,
    relief: false,
    channel: 'none',
    severity: 33,
    name: { et: 'Hagi kohtusse', en: 'Lawsuit', fi: 'Kanne', sv: 'Stämning' },
    toPerson: {
      et: 'Kavatseme esitada kohtule hagi.',
      en: 'We intend to file a lawsuit.',
      fi: 'Aiomme nostaa kanteen oikeudessa.',
      sv: 'Vi avser att väcka talan i domstol.',
    },
  },
  {
    id: 'bailiff',
    automation: 'C',
    legalEffect: true,
    pressure: true,
    relief: false,
    channel: 'none',
    severity: 34,
    name: { et: 'Täitemenetlus', en: 'Enforcement', fi: 'Ulosotto', sv: 'Utmätning' },
    toPerson: {
      et: 'Kavatseme anda kohtulahendi kohtutäiturile täitmiseks.',
      en: 'We intend to give the judgment to a bailiff for enforcement.',
      fi: 'Aiomme antaa tuomion ulosottoon.',
      sv: 'Vi avser att lämna domen till utsökning.',
    },
  },
  {
    id: 'bankruptcy_petition',
    automation: 'C',
    legalEffect: true,
    pressure: true,
    relief: false,
    channel: 'none',
    severity: 40,
    name: { et: 'Pankrotiavaldus', en: 'Bankruptcy petition', fi: 'Konkurssihakemus', sv: 'Konkursansökan' },
    toPerson: {
      et: 'Kavatseme esitada kohtule pankrotiavalduse.',
      en: 'We intend to file a bankruptcy petition.',
      fi: 'Aiomme hakea konkurssia.',
      sv: 'Vi avser att ansöka om konkurs.',
    },
  },
];

const BY_ID: ReadonlyMap<string, Measure> = new Map(MEASURES.map((measure) => [measure.id, measure]));

export function measure(id: string): Measure {
  const found = BY_ID.get(id);
  if (found === undefined)
    throw new Error(`"${id}" is no measure (want one of ${[...BY_ID.keys()].join(', ')})`);
  return found;
}

export function isMeasure(id: string): boolean {
  return BY_ID.has(id);
}

/** Names for several measures at once, as rules use them. */
export const MEASURE_GROUPS = {
  all: () => true,
  pressure: (m: Measure) => m.pressure,
  legal_effect: (m: Measure) => m.legalEffect,
  relief: (m: Measure) => m.relief && !m.pressure,
  by_phone: (m: Measure) => m.channel === 'phone',
  by_email: (m: Measure) => m.channel === 'email',
  by_letter: (m: Measure) => m.channel === 'letter',
  by_sms: (m: Measure) => m.channel === 'sms',
} as const satisfies Record<string, (m: Measure) => boolean>;

/** The measures a rule speaks of; null when the word is neither a measure nor a group. `no_action` is never in a group. */
export function measuresNamed(word: string): readonly string[] | null {
  if (isMeasure(word)) return [word];
  const isMember = (MEASURE_GROUPS as Record<string, (m: Measure) => boolean>)[word];
  if (isMember === undefined) return null;
  return MEASURES.filter((m) => m.id !== 'no_action' && isMember(m)).map((m) => m.id);
}
