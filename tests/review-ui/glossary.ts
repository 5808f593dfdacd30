import type { Language } from '../../scoring/portfolio/records.ts';

/** A word of our trade, and how a page says in plain words what it means. */
export interface Term {
  readonly term: RegExp;
  /** One of these has to stand on the same page; null: there is a plain word, so that customers never meet the term. */
  readonly meaning: RegExp | null;
  /** Where the meaning stands: in the same paragraph or cell, or anywhere on the page. */
  readonly beside: 'block' | 'page';
}

const never = (term: RegExp): Term => ({ term, meaning: null, beside: 'page' });
const explained = (term: RegExp, meaning: RegExp, beside: Term['beside'] = 'block'): Term => ({
  term,
  meaning,
  beside,
});

/** Terms that a customer's page, notice or letter may use only beside their plain meaning, or not at all. */
export const GLOSSARY: Readonly<Record<Language, readonly Term[]>> = {
  et: [
    explained(
      /\bskoor|\bpunkt/i,
      /annab või võtab punkte|andis või võttis punkte|asjaolude punktid kokku/,
      'page',
    ),
    explained(/punktisumma jääb alla piiri/i, /Piir on/, 'page'),
    explained(/tõenäosus/i, /tähendab [\d,]+\s?% tõenäosust, et/, 'page'),
    explained(/õigustatud huvi/i, /võrdlesime/),
    explained(/töötlemi/i, /hoitakse/),
    explained(/aegumise päev/i, /ei pea võlga maksma/),
    never(/lävend|läviväärtus|tunnusjoon|profileeri|skoorkaart|skoorimi|pseudonüüm|andmesubjekt/i),
    never(/vastutav töötleja|ülekantavus|parandamisõigus|regressioon|ümberarvestus/i),
    // One form of address on every page and in every letter: the polite one.
    never(/(?<!\p{L})(?:sina|sinu|sind|sulle|sinult|sinuga)(?!\p{L})/iu),
  ],
  en: [
    explained(
      /\bscores?\b|\bpoints\b/i,
      /gives? or takes? points|gave or took points|points of all facts together/,
      'page',
    ),
    explained(/\bthreshold/i, /The limit is/, 'page'),
    explained(/\bprobabilit/i, /means a chance of [\d.]+% that/, 'page'),
    explained(/legitimate interest/i, /weighed (it|against)|we weighed/),
    explained(/\bprocessing\b|\brestrict/i, /only kept/),
    explained(/limitation date/i, /need not be paid/),
    never(/cut-?off|characteristic|profiling|scorecard|scoring|pseudonym|data subject|log-?odds/i),
    never(/\brectif|\bportability|\bcontroller'?s?\b|\brecourse option|\bcounterfactual/i),
  ],
  fi: [
    explained(/\bpiste/i, /antaa tai vie pisteitä|antoi tai vei pisteitä|tietojen pisteet yhteensä/, 'page'),
    explained(/jäävät rajan alle/i, /Raja on/, 'page'),
    explained(/todennäköisyy/i, /tarkoittavat todennäköisyyttä [\d,]+\s?%, että/, 'page'),
    explained(/oikeutettu etu/i, /vertasimme/),
    explained(/käsittely on rajoitettu/i, /säilytetään/),
    explained(/vanhentumispäivä/i, /ei tarvitse maksaa/),
    never(
      /kynnysarvo|raja-arvo|profiloin|pisteytyskortti|pisteytys|pseudonym|rekisteröidyn|rekisterinpitäj/i,
    ),
    never(/oikaisemis|siirrettävyy|kontrafakt/i),
    never(/(?<!\p{L})(?:sinä|sinun|sinua|sinut|sinulle|sinulta|voit|olet|saat|näet|haluat)(?!\p{L})/iu),
    // One word for the group that decides anew; the boards of other houses keep their names.
    never(/(?<!kuluttajariitojen )\blautakun|toimikun|komitea|ihmisen ryhmä/i),
  ],
  sv: [
    explained(/poäng/i, /ger eller tar poäng|gav eller tog poäng|uppgifters poäng tillsammans/, 'page'),
    explained(/under gränsen/i, /Gränsen är/, 'page'),
    explained(/sannolikhet/i, /betyder sannolikheten [\d,]+\s?% att/, 'page'),
    explained(/berättigade? intresse/i, /väg(de|t)/),
    explained(/behandlingen är begränsad/i, /sparas/),
    explained(/preskriptionsdag/i, /behöver skulden inte betalas/),
    never(
      /tröskelvärde|gränsvärde|profilering|poängkort|poängsätt|pseudonym|den registrerade|personuppgiftsansvarig/i,
    ),
    never(/rättelserätt|dataportabilitet|kontrafakt/i),
    never(/(?<!\p{L})(?:du|dig|din|ditt|dina)(?!\p{L})/iu),
    never(/\bnämnden|kommitté|\ben grupp på/i),
  ],
};
