import type { IsoDate } from '../portfolio/dates.ts';
import type { Language } from '../portfolio/records.ts';
import { purposesOn, type Purpose } from './purposes.ts';

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

export type InterestPurpose = 'collection' | 'payment_forecast' | 'model_care';

export const INTEREST_ANALYSES: Readonly<Record<InterestPurpose, InterestAnalysis>> = {
  collection: {
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
  payment_forecast: {
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
  model_care: {
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
};

/** The purposes that rest on an interest of ours, each with its analysis. */
export function interestPurposes(): readonly InterestPurpose[] {
  return purposesOn('legitimate_interest').filter((purpose): purpose is InterestPurpose =>
    hasAnalysis(purpose),
  );
}

export function hasAnalysis(purpose: Purpose): purpose is InterestPurpose {
  return Object.hasOwn(INTEREST_ANALYSES, purpose);
}
