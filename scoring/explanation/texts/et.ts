import { FACTS_ET } from './facts-et.ts';
import type { ReasonTexts } from './texts.ts';

export const ET: ReasonTexts = {
  codes: {
    R01: {
      title: 'Sissetulek ja kohustused',
      sentence: 'Pärast kohustuste tasumist jääb teie sissetulekust liiga vähe alles.',
      correct: 'Kui teie sissetulek või kulud on muutunud, saatke meile uued andmed.',
    },
    R02: {
      title: 'Laenumaksete osa sissetulekust',
      sentence: 'Laenumaksed võtaksid teie sissetulekust liiga suure osa.',
      correct: 'Küsige väiksemat summat või pikemat tähtaega või näidake, et mõni laen on tagasi makstud.',
    },
    R03: {
      title: 'Kehtiv maksehäire',
      sentence: 'Teil on kehtiv maksehäire.',
      correct: 'Tasuge võlg või paluge registril kanne parandada. Siis andke meile teada.',
    },
    R04: {
      title: 'Lõppenud maksehäire',
      sentence: 'Teil oli maksehäire, mis lõppes hiljuti.',
      correct: 'Kui kanne on vale, paluge registril see parandada.',
    },
    R05: {
      title: 'Maksuvõlg',
      sentence: 'Teil on maksuvõlg.',
      correct: 'Tasuge see või leppige maksuhalduriga kokku ajakava. Siis andke meile teada.',
    },
    R06: {
      title: 'Maksejõuetusmenetlus',
      sentence: 'Teie suhtes on algatatud maksejõuetusmenetlus.',
      correct: 'Kui menetlus on lõppenud, saatke meile kohtumäärus.',
    },
    R07: {
      title: 'Krediidihinnang',
      sentence: 'Krediidiinfo ettevõtte hinnang on alla meie piiri.',
      correct: 'Küsige krediidiinfo ettevõttelt oma andmed ja laske vead parandada.',
    },
    R08: {
      title: 'Maksekokkulepped',
      sentence: 'Mõni maksekokkulepe on jäänud täitmata.',
      correct: 'Andke teada, kui olete siiski maksnud või kui miski takistas maksmist.',
    },
    R09: {
      title: 'Maksete ajalugu',
      sentence: 'Me teame teie varasematest maksetest vähe.',
      correct: 'Saatke meile dokumendid, mis näitavad, kuidas olete varem maksnud.',
    },
    R10: {
      title: 'Uued kohustused',
      sentence: 'Olete viimasel ajal võtnud mitu kohustust.',
      correct: 'Näidake, millised neist on lõppenud.',
    },
    R11: {
      title: 'Summa ja sissetulek',
      sentence: 'Summa on teie sissetuleku kohta suur.',
      correct: 'Küsige väiksemat summat või näidake sissetulekut, mida me ei arvestanud.',
    },
    R12: {
      title: 'Sissetuleku tõendamine',
      sentence: 'Me ei saanud teie sissetulekut kontrollida.',
      correct: 'Saatke meile pangakonto väljavõte või palgateatis.',
    },
    R13: {
      title: 'Puuduvad andmed',
      sentence: 'Osa vajalikke andmeid puudub või on liiga vanad.',
      correct: 'Saatke meile puuduvad andmed. Nende puudumist me teie kahjuks ei arvesta.',
    },
    R14: {
      title: 'Vastuolulised andmed',
      sentence: 'Osa andmeid on omavahel vastuolus.',
      correct: 'Öelge, mis on õige, ja saatke seda tõendav dokument.',
    },
    R15: {
      title: 'Isik',
      sentence: 'Me ei saanud teie isikut kinnitada.',
      correct: 'Logige sisse oma e-isikutunnistusega või näidake dokumenti.',
    },
    R16: {
      title: 'Teovõime',
      sentence: 'Seadus kaitseb teid: selleks on vaja täisealisust ja täielikku teovõimet.',
      correct: 'Meiega saab ühendust võtta teie esindaja.',
    },
    R17: {
      title: 'Vabatahtlik laenukeeld',
      sentence: 'Teil on kehtiv laenukeeld, mille olete ise seadnud.',
      correct: 'Keelu saate lõpetada seal, kus te selle seadsite.',
    },
    R18: {
      title: 'Võlgade tasumine',
      sentence: 'Teie võlgade tasumine on hilinenud või tegemata jäänud.',
      correct: 'Andke teada, kui olete maksnud, aga me ei ole makset arvestanud.',
    },
    R19: {
      title: 'Täitemenetlus',
      sentence: 'Teie suhtes on pooleli täitemenetlus.',
      correct: 'Kui menetlus on lõppenud, saatke meile kohtutäituri kiri.',
    },
    R20: {
      title: 'Andmed äriregistris',
      sentence: 'Äriregistris on ärikeeld või maksejõuetuks jäänud ettevõte.',
      correct: 'Kui kanne on vale, paluge registril see parandada.',
    },
    R21: {
      title: 'Väljaspool tingimusi',
      sentence: 'See ei vasta meie pakutavatele tingimustele.',
      correct: 'Vaadake meie tingimusi ja taotlege nende piires uuesti.',
    },
    R22: {
      title: 'Inimese kontroll',
      sentence: 'Mõnda asjaolu peab kontrollima inimene.',
      correct: 'Te ei pea midagi tegema. Kui vajame midagi, küsime teilt.',
    },
    R23: {
      title: 'Vaidlustatud nõue',
      sentence: 'Nõue on vaidlustatud, seepärast me seda sisse ei nõua.',
      correct: 'Saatke meile, mis teil vaidluse kohta on.',
    },
    R24: {
      title: 'Aegunud nõue',
      sentence: 'Nõue on aegunud.',
      correct: 'Te ei pea midagi tegema.',
    },
    R25: {
      title: 'Kulu ja kasu',
      sentence: 'Teised sammud läheksid maksma rohkem, kui neist on oodata.',
      correct: 'Te ei pea midagi tegema.',
    },
    R26: {
      title: 'Kohus ei ole otstarbekas',
      sentence: 'Kohtusse pöördumine ei ole praegu otstarbekas.',
      correct: 'Te ei pea midagi tegema.',
    },
    R27: {
      title: 'Abi raskel ajal',
      sentence: 'Rääkisite meile raskest ajast, seepärast on võimalikud ainult teid aitavad sammud.',
      correct: 'Andke meile teada, kui teie olukord muutub.',
    },
    R28: {
      title: 'Andmete kasutamise piirang',
      sentence: 'Teie andmete kasutamine on piiratud või olete esitanud sellele vastuväite.',
      correct: 'Piirangu või vastuväite võite igal ajal tagasi võtta.',
    },
  },
  facts: FACTS_ET,
  sources: {
    creditor: 'võlausaldaja',
    person: 'teie ise',
    representative: 'teie esindaja',
    own_measures: 'meie enda andmed',
    bailiff: 'kohtutäitur',
    court: 'kohus',
    population_register: 'rahvastikuregister',
    official_notices: 'Ametlikud Teadaanded',
    default_register: 'maksehäireregister',
    credit_bureau: 'krediidiinfo ettevõte',
    positive_credit_register: 'positiivne krediidiregister',
    tax_authority: 'maksuhaldur',
    business_register: 'äriregister',
    land_register: 'kinnistusraamat',
    bank_statement: 'teie pangakonto väljavõte',
    employer: 'teie tööandja',
    derived: 'arvutatud teistest andmetest',
  },
  fact: '{name}: {value}.',
  factUnknown: 'Me ei tea seda: {name}.',
  evidence: 'allikas: {source}, {date}',
};
