import type { IsoDate } from '../portfolio/dates.ts';
import type { Language } from '../portfolio/records.ts';
import type { Processing, Purpose, PURPOSES } from './purposes.ts';

/** How our interest was weighed against the person's (GDPR art. 6(1)(f)), given to whoever asks (promise O42). */
export interface InterestAnalysis {
  readonly version: number;
  readonly datedOn: IsoDate;
  readonly texts: Readonly<Record<Language, AnalysisText>>;
}

export interface AnalysisText {
  /** What we want it for. */
  readonly interest: string;
  /** Why it cannot be had with less. */
  readonly need: string;
  /** What it does to the person, and why that weighs less. */
  readonly balance: string;
  /** What keeps it so. */
  readonly safeguards: string;
}

/** A purpose that may rest on an interest of ours. */
export type InterestPurpose = {
  [P in Purpose]: (typeof PURPOSES)[P]['basis'] extends 'legitimate_interest' ? P : never;
}[Purpose];

export const INTEREST_ANALYSES: Readonly<Record<InterestPurpose, InterestAnalysis>> = {
  debt_collection: {
    version: 1,
    datedOn: '2026-11-01',
    texts: {
      en: {
        interest:
          'Whoever lent or delivered something may ask to be paid. A working credit market needs that.',
        need: 'We use only the claim, its payments and how to reach you. With less we could not say what is owed.',
        balance:
          'Being asked to pay is unpleasant, but it can be expected. It must not be made harder than needed.',
        safeguards:
          'Letters and calls have limits. Disputed or old claims rest. You can object, and people decide.',
      },
      et: {
        interest: 'Kes laenas või midagi tarnis, tohib paluda tasu. Toimiv krediiditurg vajab seda.',
        need: 'Kasutame ainult nõuet, selle makseid ja kontakte. Vähemaga me ei saaks öelda, kui palju on võlgu.',
        balance: 'Meeldetuletus on ebameeldiv, kuid seda võib oodata. Raskemaks kui vaja ei tohi seda teha.',
        safeguards:
          'Kirjadel ja kõnedel on piirid. Vaidlustatud ja aegunud nõuded puhkavad. Võite vastu olla ja otsustavad inimesed.',
      },
      fi: {
        interest:
          'Se, joka lainasi tai toimitti jotakin, saa pyytää maksua. Toimivat luottomarkkinat tarvitsevat sitä.',
        need: 'Käytämme vain saatavaa, sen maksuja ja yhteystietoja. Vähemmällä emme voisi sanoa, paljonko velkaa on.',
        balance:
          'Maksupyyntö on epämiellyttävä, mutta sitä voi odottaa. Siitä ei saa tehdä raskaampaa kuin tarvitaan.',
        safeguards:
          'Kirjeillä ja puheluilla on rajat. Riitaiset ja vanhentuneet saatavat lepäävät. Voitte vastustaa, ja ihmiset päättävät.',
      },
      sv: {
        interest:
          'Den som lånade ut eller levererade något får be om betalning. En fungerande kreditmarknad behöver det.',
        need: 'Vi använder bara fordran, dess betalningar och kontaktuppgifter. Med mindre kunde vi inte säga vad skulden är.',
        balance:
          'Att bli påmind är obehagligt, men det kan väntas. Det får inte göras tyngre än vad som behövs.',
        safeguards:
          'Brev och samtal har gränser. Bestridda och gamla fordringar vilar. Ni kan invända, och människor beslutar.',
      },
    },
  },
  collection_planning: {
    version: 1,
    datedOn: '2026-11-01',
    texts: {
      en: {
        interest:
          'A forecast spares costs: no letter or court where it would not help, for you or for the creditor.',
        need: 'Only how earlier bills were paid, public defaults and tax debts count. Age, sex or health never do.',
        balance:
          'A number about you may feel like a judgement. It only chooses among lawful steps, and mostly the milder one.',
        safeguards:
          'Every outcome is explained exactly. Court, register and sale need two people. A review is always open.',
      },
      et: {
        interest:
          'Ennustus hoiab kulud ära: ei kirja ega kohut seal, kus sellest ei ole kasu teile ega võlausaldajale.',
        need: 'Loeb ainult, kuidas varasemad arved maksti, avalikud maksehäired ja maksuvõlg. Vanus, sugu ja tervis ei loe kunagi.',
        balance:
          'Arv teie kohta võib tunduda hinnanguna. See valib ainult seaduslike sammude vahel, enamasti leebema.',
        safeguards:
          'Iga tulemus on täpselt põhjendatud. Kohus, register ja müük vajavad kahte inimest. Ülevaatust saab alati paluda.',
      },
      fi: {
        interest:
          'Ennuste säästää kuluja: ei kirjettä eikä oikeutta silloin, kun siitä ei ole apua teille eikä velkojalle.',
        need: 'Vain aiempien laskujen maksaminen, julkiset maksuhäiriöt ja verovelat vaikuttavat. Ikä, sukupuoli ja terveys eivät vaikuta koskaan.',
        balance:
          'Luku teistä voi tuntua arvostelulta. Se valitsee vain laillisten askelten välillä, useimmiten lievemmän.',
        safeguards:
          'Jokainen tulos selitetään tarkasti. Oikeus, rekisteri ja myynti vaativat kaksi ihmistä. Uutta käsittelyä voi aina pyytää.',
      },
      sv: {
        interest:
          'En prognos sparar kostnader: inget brev och ingen domstol där det inte hjälper er eller borgenären.',
        need: 'Bara hur tidigare räkningar betalats, offentliga anmärkningar och skatteskulder räknas. Ålder, kön och hälsa gör det aldrig.',
        balance:
          'Ett tal om er kan kännas som en dom. Det väljer bara bland lagliga steg, och oftast det mildare.',
        safeguards:
          'Varje utfall förklaras exakt. Domstol, register och försäljning kräver två människor. Omprövning kan alltid begäras.',
      },
    },
  },
  model_development: {
    version: 1,
    datedOn: '2026-11-01',
    texts: {
      en: {
        interest: 'A program that decides must be checked: is it right, and is it fair to everybody?',
        need: 'That takes figures of past cases and how they ended. Names and contacts are left out.',
        balance: 'Nobody is judged by it, and no step towards you follows from it.',
        safeguards:
          'Figures stand under a number. Data that we only keep, and erased data, are left out. Only trained people see results.',
      },
      et: {
        interest:
          'Programmi, mis otsustab, tuleb kontrollida: kas see on õige ja kas see on kõigi vastu õiglane?',
        need: 'Selleks on vaja varasemate juhtumite arve ja seda, kuidas need lõppesid. Nimed ja kontaktid jäävad välja.',
        balance: 'Kedagi selle järgi ei hinnata ja ükski samm teie suhtes sellest ei järgne.',
        safeguards:
          'Arvud on numbri all. Andmed, mida ainult hoiame, ja kustutatud andmed jäävad välja. Tulemusi näevad ainult koolitatud inimesed.',
      },
      fi: {
        interest: 'Päättävää ohjelmaa on tarkistettava: onko se oikeassa, ja onko se reilu kaikille?',
        need: 'Siihen tarvitaan aiempien tapausten lukuja ja tieto siitä, miten ne päättyivät. Nimet ja yhteystiedot jätetään pois.',
        balance: 'Ketään ei arvioida sen perusteella, eikä siitä seuraa teitä koskevia askelia.',
        safeguards:
          'Luvut ovat numeron alla. Tiedot, joita vain säilytämme, ja poistetut tiedot jäävät pois. Vain koulutetut ihmiset näkevät tulokset.',
      },
      sv: {
        interest: 'Ett program som beslutar måste kontrolleras: är det rätt, och är det rättvist mot alla?',
        need: 'Det kräver siffror om tidigare fall och hur de slutade. Namn och kontaktuppgifter lämnas bort.',
        balance: 'Ingen bedöms efter det, och inget steg mot er följer av det.',
        safeguards:
          'Siffrorna står under ett nummer. Uppgifter som vi bara sparar, och raderade uppgifter, lämnas bort. Bara utbildade människor ser resultaten.',
      },
    },
  },
  portfolio_valuation: {
    version: 1,
    datedOn: '2026-11-26',
    texts: {
      en: {
        interest:
          'Whoever buys debts must know what they are worth. A fair price also keeps fees for debtors down.',
        need: 'Figures of debts and payments are enough. No name is needed, and none is used.',
        balance: 'Nothing follows for you from the price. What you owe, and to whom, does not change by it.',
        safeguards: 'Before a sale the figures stand under a number. Only few people see them.',
      },
      et: {
        interest:
          'Kes võlgu ostab, peab teadma, mis need väärt on. Aus hind hoiab ka võlgniku kulud väiksemad.',
        need: 'Piisab võlgade ja maksete arvudest. Nime pole vaja ja seda ei kasutata.',
        balance: 'Hinnast ei järgne teile midagi. See ei muuda, kui palju ja kellele te võlgu olete.',
        safeguards: 'Enne müüki on arvud numbri all. Neid näevad vähesed.',
      },
      fi: {
        interest:
          'Velkoja ostavan on tiedettävä niiden arvo. Oikea hinta pitää myös velallisen kulut pieninä.',
        need: 'Velkojen ja maksujen luvut riittävät. Nimeä ei tarvita eikä käytetä.',
        balance: 'Hinnasta ei seuraa teille mitään. Se ei muuta, paljonko ja kenelle olette velkaa.',
        safeguards: 'Ennen myyntiä luvut ovat numeron alla. Harvat näkevät ne.',
      },
      sv: {
        interest:
          'Den som köper skulder måste veta vad de är värda. Ett rätt pris håller också kostnaderna nere för den som är skyldig.',
        need: 'Siffror om skulder och betalningar räcker. Inget namn behövs, och inget används.',
        balance: 'Priset leder inte till något för er. Det ändrar inte vad ni är skyldig, eller till vem.',
        safeguards: 'Före en försäljning står siffrorna under ett nummer. Bara få ser dem.',
      },
    },
  },
  legal_claims: {
    version: 1,
    datedOn: '2026-11-26',
    texts: {
      en: {
        interest: 'Everybody may defend their rights, and show what was agreed, in court if need be.',
        need: 'We keep only what shows the claim, its payments and what was said. Without it nobody could prove anything.',
        balance: 'What is kept can also speak for you. Most of it is never used.',
        safeguards: 'It is kept only while a claim can be raised. After that it goes by itself.',
      },
      et: {
        interest: 'Igaüks tohib oma õigusi kaitsta ja näidata, mida kokku lepiti, vajadusel kohtus.',
        need: 'Hoiame ainult seda, mis näitab nõuet, makseid ja seda, mida öeldi. Selleta ei saaks keegi midagi tõendada.',
        balance: 'Alles hoitu võib rääkida ka teie kasuks. Enamikku sellest ei kasutata kunagi.',
        safeguards: 'Hoiame seda ainult seni, kuni saab nõuet esitada. Siis kaob see iseenesest.',
      },
      fi: {
        interest: 'Jokainen saa puolustaa oikeuksiaan ja näyttää, mitä sovittiin, tarvittaessa oikeudessa.',
        need: 'Säilytämme vain sen, mikä näyttää saatavan, maksut ja sen, mitä sanottiin. Ilman sitä kukaan ei voisi todistaa mitään.',
        balance: 'Säilytetty voi puhua myös teidän puolestanne. Useinta siitä ei koskaan käytetä.',
        safeguards:
          'Säilytämme sitä vain niin kauan kuin vaatimuksen voi esittää. Sitten se poistuu itsestään.',
      },
      sv: {
        interest: 'Alla får försvara sina rättigheter och visa vad som avtalats, vid behov i domstol.',
        need: 'Vi sparar bara det som visar fordran, betalningar och vad som sagts. Utan det kunde ingen bevisa något.',
        balance: 'Det som sparas kan också tala för er. Det mesta används aldrig.',
        safeguards: 'Det sparas bara så länge ett krav kan ställas. Sedan försvinner det av sig självt.',
      },
    },
  },
  default_reporting: {
    version: 1,
    datedOn: '2026-11-26',
    texts: {
      en: {
        interest:
          'Lenders need to know who has debts that nobody paid. That also keeps people from loans that are too heavy.',
        need: 'Only the name, the personal code, the creditor, the amount and the day go out.',
        balance:
          'An entry can cost you a loan or a contract. So it must be true, late enough and told before.',
        safeguards:
          'Two people must agree. A debt that you dispute, and a small or new one, is never reported.',
      },
      et: {
        interest:
          'Laenuandja peab teadma, kellel on maksmata võlgu. See hoiab inimesi ka liiga raskest laenust.',
        need: 'Välja läheb ainult nimi, isikukood, võlausaldaja, summa ja päev.',
        balance:
          'Kanne võib teile maksma minna laenu või lepingu. Seepärast peab see olema õige, mitte liiga varane ja ette teatatud.',
        safeguards: 'Kaks inimest peavad nõustuma. Vaidlustatud, väikest ega uut võlga ei teatata kunagi.',
      },
      fi: {
        interest:
          'Luotonantajan on tiedettävä, kenellä on maksamattomia velkoja. Se varjelee ihmisiä myös liian raskailta lainoilta.',
        need: 'Vain nimi, henkilötunnus, velkoja, summa ja päivä annetaan.',
        balance:
          'Merkintä voi viedä teiltä lainan tai sopimuksen. Siksi sen on oltava oikea, riittävän myöhäinen ja ennalta kerrottu.',
        safeguards:
          'Kahden ihmisen on oltava samaa mieltä. Riitaista, pientä tai uutta velkaa ei ilmoiteta koskaan.',
      },
      sv: {
        interest:
          'Den som lånar ut måste veta vem som har obetalda skulder. Det skyddar också människor från för tunga lån.',
        need: 'Bara namn, personnummer, borgenär, belopp och dag lämnas ut.',
        balance:
          'En anmärkning kan kosta er ett lån eller ett avtal. Därför måste den vara sann, inte för tidig och sagd i förväg.',
        safeguards: 'Två människor måste vara överens. En bestridd, liten eller ny skuld anmäls aldrig.',
      },
    },
  },
  service_development: {
    version: 1,
    datedOn: '2026-11-26',
    texts: {
      en: {
        interest: 'We want to see where our service fails people, and make it better.',
        need: 'Counts and shares are enough for that. Nobody is looked at one by one.',
        balance: 'You notice nothing but a better service. No step towards you follows from it.',
        safeguards: 'Few cases are never shown alone. You can object, and your data stay out.',
      },
      et: {
        interest: 'Tahame näha, kus meie teenindus inimesi alt veab, ja seda paremaks teha.',
        need: 'Selleks piisab arvudest ja osakaaludest. Kedagi ei vaadata ükshaaval.',
        balance: 'Te ei märka muud kui paremat teenindust. Ükski samm teie suhtes sellest ei järgne.',
        safeguards:
          'Väheseid juhtumeid ei näidata kunagi eraldi. Võite vastu olla, siis jäävad teie andmed välja.',
      },
      fi: {
        interest: 'Haluamme nähdä, missä palvelumme pettää ihmiset, ja parantaa sitä.',
        need: 'Siihen riittävät määrät ja osuudet. Ketään ei katsota yksitellen.',
        balance: 'Ette huomaa muuta kuin paremman palvelun. Siitä ei seuraa teitä koskevia askelia.',
        safeguards:
          'Harvoja tapauksia ei koskaan näytetä erikseen. Voitte vastustaa, ja tietonne jäävät pois.',
      },
      sv: {
        interest: 'Vi vill se var vår service sviker människor, och göra den bättre.',
        need: 'Antal och andelar räcker för det. Ingen granskas en och en.',
        balance: 'Ni märker inget annat än bättre service. Inget steg mot er följer av det.',
        safeguards: 'Få fall visas aldrig ensamma. Ni kan invända, och då lämnas era uppgifter bort.',
      },
    },
  },
};

/** The analyses of whatever a controller does on an interest of its own. */
export function interestPurposes(processing: readonly Processing[]): readonly InterestPurpose[] {
  return processing
    .filter(({ basis }) => basis === 'legitimate_interest')
    .map(({ purpose }) => purpose)
    .filter((purpose): purpose is InterestPurpose => hasAnalysis(purpose));
}

function hasAnalysis(purpose: Purpose): purpose is InterestPurpose {
  return Object.hasOwn(INTEREST_ANALYSES, purpose);
}
