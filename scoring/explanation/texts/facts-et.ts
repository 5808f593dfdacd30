import { MEASURES } from '../../policy/measures.ts';
import type { FactTexts } from './texts.ts';

const payments = (days: number): FactTexts => ({
  some: `Viimase ${days} päeva jooksul tegite {value|makse|makset}.`,
  zero: `Viimase ${days} päeva jooksul te makseid ei teinud.`,
});

/** 1: viimasele eelnenud arve. Käändelõpp tuleb juurde: „eelviimase arve" + „ga". */
const billOf = (bills: number): string =>
  bills === 1 ? 'eelviimase arve' : `lõpust arvates ${bills + 1}. arve`;
const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Laused tunnuste kaupa. Tunnus, millel oma lauset ei ole, öeldakse nime ja väärtusega. */
export const FACTS_ET: Readonly<Record<string, FactTexts>> = {
  days_past_due: {
    some: 'Nõude maksetähtajast on möödas {value}.',
    zero: 'Nõude maksetähtaeg ei ole möödas.',
  },
  arrears: {
    some: 'Nõudest on tähtajaks tasumata {value}.',
    zero: 'Nõudest ei ole midagi tähtajaks tasumata.',
  },
  overdue_invoices: {
    some: 'Tähtajaks on tasumata {value|arve|arvet}.',
    zero: 'Tähtajaks tasumata arveid ei ole.',
  },
  average_days_late: {
    some: 'Viimasel aastal hilinesid teie arved keskmiselt {value}.',
    zero: 'Viimasel aastal maksite arved õigel ajal.',
    unknown: 'Viimasel aastal ei olnud ühegi teie arve maksetähtaega.',
  },
  balance: { some: 'Teie võlg on {value}.', zero: 'Teil ei ole selle nõude järgi võlga.' },
  principal: { some: 'Põhivõlga on jäänud {value}.' },
  side_claims_share: { some: 'Intressid ja kulud moodustavad võlast {value}.' },
  original_amount: { some: 'Nõue oli alguses {value}.' },
  has_title: { some: 'Nõudel on täitedokument.', zero: 'Nõudel ei ole täitedokumenti.' },
  contract_ended: { some: 'Leping on lõppenud.', zero: 'Leping kehtib.' },
  days_since_contract_end: {
    some: 'Lepingu lõppemisest on möödas {value}.',
    unknown: 'Leping ei ole lõppenud.',
  },
  days_on_book: { some: 'Lepingu sõlmimisest on möödas {value}.' },
  days_with_us: { some: 'Nõude meieni jõudmisest on möödas {value}.' },
  limitation_days_left: { some: 'Nõude aegumiseni on jäänud {value}.' },
  days_since_payment: {
    some: 'Teie viimasest maksest on möödas {value}.',
    zero: 'Tegite täna makse.',
    unknown: 'Meil ei ole ühtegi teie makset kirjas.',
  },
  payments_30d: payments(30),
  payments_90d: payments(90),
  payments_180d: payments(180),
  other_payments_180d: {
    some: 'Viimase 180 päeva jooksul tegite teiste nõuete järgi {value|makse|makset}.',
    zero: 'Viimase 180 päeva jooksul te teiste nõuete järgi makseid ei teinud.',
  },
  paid_share_180d: {
    some: 'Viimase 180 päeva jooksul tasusite võlast {value}.',
    zero: 'Viimase 180 päeva jooksul te võlga ei tasunud.',
  },
  paid_share: {
    some: 'Olete võlast seni tasunud {value}.',
    zero: 'Te ei ole võlast veel midagi tasunud.',
  },
  average_payment: {
    some: 'Viimasel aastal oli teie makse keskmiselt {value}.',
    unknown: 'Viimasel aastal te makseid ei teinud.',
  },
  months_paid_of_6: {
    some: 'Viimasest kuuest kuust maksite {value|kuul|kuul}.',
    zero: 'Viimase kuue kuu jooksul te ei maksnud.',
  },
  part_payments_365d: {
    some: 'Viimasel aastal tegite {value|osamakse|osamakset}.',
    zero: 'Viimasel aastal te osamakseid ei teinud.',
  },
  paid_month_0: { some: 'Viimase kuu jooksul maksite {value}.', zero: 'Viimase kuu jooksul te ei maksnud.' },
  ...numbered([1, 2, 3, 4, 5], 'paid_month', (month) => ({
    some: `Lõpust arvates ${month + 1}. kuul maksite {value}.`,
    zero: `Lõpust arvates ${month + 1}. kuul te ei maksnud.`,
  })),
  paid_6_months: {
    some: 'Viimase kuue kuu jooksul maksite {value}.',
    zero: 'Viimase kuue kuu jooksul te ei maksnud.',
  },
  months_late_0: { some: 'Teie viimane arve hilines {value}.', zero: 'Teie viimane arve ei hilinenud.' },
  ...numbered([1, 2, 3, 4, 5], 'months_late', (bills) => ({
    some: `${sentenceCase(billOf(bills))}ga hilinesite {value}.`,
    zero: `${sentenceCase(billOf(bills))}ga te ei hilinenud.`,
  })),
  months_late_highest_6: {
    some: 'Viimase kuue arve seas oli suurim hilinemine {value}.',
    zero: 'Ükski teie viimasest kuuest arvest ei hilinenud.',
  },
  bills_late_of_6: {
    some: 'Teie viimasest kuuest arvest hilines {value}.',
    zero: 'Ükski teie viimasest kuuest arvest ei hilinenud.',
  },
  bill_0: { some: 'Teie viimane arve oli {value}.', zero: 'Teie viimane arve oli null.' },
  ...numbered([1, 2, 3, 4, 5], 'bill', (bills) => ({
    some: `${sentenceCase(billOf(bills))} summa oli {value}.`,
  })),
  paid_of_bill_0: { some: 'Eelmisest arvest tasusite {value}.', zero: 'Eelmist arvet te ei tasunud.' },
  ...numbered([1, 2, 3, 4], 'paid_of_bill', (bills) => ({
    some: `${sentenceCase(billOf(bills + 1))} summast tasusite {value}.`,
    zero: `${sentenceCase(billOf(bills + 1))} summast te midagi ei tasunud.`,
  })),
  account_use_0: { some: 'Viimase arve järgi oli teie konto {value}.' },
  ...numbered([1, 2, 3, 4, 5], 'account_use', (bills) => ({
    some: `${sentenceCase(billOf(bills))} järgi oli teie konto {value}.`,
  })),
  months_late_change: {
    some: 'Viimase kolme arvega kasvas teie hilinemine {value} võrra.',
    zero: 'Viimase kolme arvega teie hilinemine ei kasvanud.',
  },
  bill_change: { some: 'Teie viimane arve oli kuue arve keskmisest {value}.' },
  product: { some: 'Nõude liik on {value}.' },
  phase: { some: 'Nõude menetlus on praegu {value}.' },
  ownership: { some: 'Nõude alus meie juures on {value}.' },
  co_debtors: {
    some: 'Sama nõude eest vastutab veel {value|inimene|inimest}.',
    zero: 'Sama nõude eest ei vastuta keegi teine.',
  },
  overpaid: { some: 'Olete maksnud võlast {value} rohkem.', zero: 'Te ei ole maksnud võlast rohkem.' },
  paid_costs_so_far: {
    some: 'Sissenõudmisega on seni lisandunud kulusid {value}.',
    zero: 'Sissenõudmisega ei ole seni kulusid lisandunud.',
  },
  calls_7d: {
    some: 'Viimase 7 päeva jooksul helistasime teile {value|korra|korda}.',
    zero: 'Viimase 7 päeva jooksul me teile ei helistanud.',
  },
  contact_attempts_7d: {
    some: 'Viimase 7 päeva jooksul püüdsime teiega ühendust saada {value|korra|korda}.',
    zero: 'Viimase 7 päeva jooksul me teie poole ei pöördunud.',
  },
  days_since_contact: {
    some: 'Meie viimasest pöördumisest teie poole on möödas {value}.',
    zero: 'Pöördusime teie poole täna.',
    unknown: 'Me ei ole veel teie poole pöördunud.',
  },
  dependants: { some: 'Teil on {value|ülalpeetav|ülalpeetavat}.', zero: 'Teil ei ole ülalpeetavaid.' },
  credit_product: { some: 'Taotlesite toodet: {value}.' },
  ...ofMeasures(),
  utilisation: {
    some: 'Teie krediidilimiidist on kasutusel {value}.',
    zero: 'Teie krediidilimiit ei ole kasutusel.',
    unknown: 'Me ei tea, kui suur osa teie krediidilimiidist on kasutusel.',
  },
  utilisation_6: {
    some: 'Kuue arve keskmisena oli teie krediidilimiidist kasutusel {value}.',
    unknown: 'Me ei tea, kui suur osa teie krediidilimiidist on olnud kasutusel.',
  },
  credit_limit: {
    some: 'Teie krediidilimiit on {value}.',
    unknown: 'Me ei tea ühtegi teie krediidilimiiti.',
  },
  open_claims: {
    some: 'Teil on meie juures {value|muu lõpetamata leping või nõue|muud lõpetamata lepingut või nõuet}.',
    zero: 'Teil ei ole meie juures muid lõpetamata lepinguid ega nõudeid.',
  },
  other_arrears: {
    some: 'Teiste nõuete järgi on teil tähtajaks tasumata {value}.',
    zero: 'Teiste nõuete järgi ei ole teil midagi tähtajaks tasumata.',
  },
  other_days_past_due: {
    some: 'Teie teise nõude maksetähtajast on möödas {value}.',
    zero: 'Ühegi teie teise nõude maksetähtaeg ei ole möödas.',
  },
  paid_claims: {
    some: 'Olete meie juures täielikult tasunud {value|nõude|nõuet}.',
    zero: 'Te ei ole meie juures veel ühtegi nõuet täielikult tasunud.',
  },
  paid_claims_share: {
    some: 'Teie lõppenud nõuetest on tasutud {value}.',
    zero: 'Ükski teie lõppenud nõue ei ole tasutud.',
    unknown: 'Ükski teie nõue meie juures ei ole veel lõppenud.',
  },
  paid_without_court_share: {
    some: 'Teie tasutud nõuetest on kohtuta tasutud {value}.',
    zero: 'Kõik teie tasutud nõuded on läbinud kohtu.',
    unknown: 'Te ei ole meie juures veel ühtegi nõuet täielikult tasunud.',
  },
  average_days_to_pay: {
    some: 'Varasema nõude tasumiseks kulus teil keskmiselt {value}.',
    unknown: 'Te ei ole meie juures veel ühtegi nõuet täielikult tasunud.',
  },
  claims_365d: {
    some: 'Viimasel aastal lisandus {value|uus nõue|uut nõuet}.',
    zero: 'Viimasel aastal uusi nõudeid ei lisandunud.',
  },
  days_known: {
    some: 'Teie esimesest lepingust või nõudest meie juures on möödas {value}.',
    unknown: 'Me ei tea ühtegi teie varasemat lepingut ega nõuet.',
  },
  promises_365d: {
    some: 'Viimasel aastal andsite {value|makselubaduse|makselubadust}.',
    zero: 'Viimasel aastal te makselubadusi ei andnud.',
  },
  broken_promises_365d: {
    some: 'Viimasel aastal jäi täitmata {value|makselubadus|makselubadust}.',
    zero: 'Viimasel aastal ei jäänud ükski makselubadus täitmata.',
  },
  kept_promises_share: {
    some: 'Teie makselubadustest on täidetud {value}.',
    zero: 'Ükski teie makselubadus ei ole täidetud.',
    unknown: 'Te ei ole makselubadusi andnud.',
  },
  promise_open: {
    some: 'Teil on makselubadus, mille tähtaeg ei ole veel käes.',
    zero: 'Teil ei ole kehtivat makselubadust.',
  },
  days_since_promise: {
    some: 'Teie viimasest makselubadusest on möödas {value}.',
    unknown: 'Te ei ole makselubadusi andnud.',
  },
  plan_active: { some: 'Teil on kehtiv maksegraafik.', zero: 'Teil ei ole kehtivat maksegraafikut.' },
  plans_broken: {
    some: 'Tasumata on katkenud {value|maksegraafik|maksegraafikut}.',
    zero: 'Ükski teie maksegraafik ei ole katkenud.',
  },
  plan_instalments_missed: {
    some: 'Teie kehtivast maksegraafikust on tasumata {value|osamakse|osamakset}.',
    zero: 'Teie kehtiva maksegraafiku osamaksed on tasutud.',
  },
  plans_agreed: { some: 'Oleme teiega kokku leppinud {value|maksegraafiku|maksegraafikut}.' },
  contact_attempts_90d: {
    some: 'Viimase 90 päeva jooksul püüdsime teiega ühendust saada {value|korra|korda}.',
    zero: 'Viimase 90 päeva jooksul me teie poole ei pöördunud.',
  },
  reached_180d: {
    some: 'Viimase 180 päeva jooksul saime teid kätte {value|korra|korda}.',
    zero: 'Viimase 180 päeva jooksul ei ole me teid kätte saanud.',
  },
  reached_share_365d: {
    some: 'Meie viimase aasta kõnedest jõudis teieni {value}.',
    zero: 'Ükski meie viimase aasta kõnedest ei jõudnud teieni.',
    unknown: 'Me ei ole teile viimasel aastal helistanud.',
  },
  days_since_reached: {
    some: 'Viimasest ühendusest teiega on möödas {value}.',
    unknown: 'Me ei ole teid seni kätte saanud.',
  },
  inbound_180d: {
    some: 'Viimase 180 päeva jooksul pöördusite meie poole {value|korra|korda}.',
    zero: 'Viimase 180 päeva jooksul ei ole te meie poole pöördunud.',
  },
  returned_mail_365d: {
    some: 'Viimasel aastal tuli tagasi {value|teile saadetud kiri|teile saadetud kirja}.',
    zero: 'Viimasel aastal ei tulnud ükski teile saadetud kiri tagasi.',
  },
  measures_taken: { some: 'Selle nõudega oleme seni astunud {value|sammu|sammu}.' },
  measures_90d: {
    some: 'Viimase 90 päeva jooksul oleme selle nõudega astunud {value|sammu|sammu}.',
    zero: 'Viimase 90 päeva jooksul ei ole me selle nõudega ühtegi sammu astunud.',
  },
  answered_measures_share: {
    some: 'Meie sammudest järgnes makse {value} puhul.',
    zero: 'Meie sammudele ei ole makset järgnenud.',
    unknown: 'Me ei ole selle nõudega veel ühtegi sammu astunud.',
  },
  payment_defaults_active: {
    some: 'Teil on {value|kehtiv maksehäire|kehtivat maksehäiret}.',
    zero: 'Teil ei ole kehtivaid maksehäireid.',
  },
  payment_defaults_sum: {
    some: 'Teie kehtivate maksehäirete summa on {value}.',
    zero: 'Teil ei ole kehtivaid maksehäireid.',
  },
  payment_defaults_ended: {
    some: 'Teil on {value|lõppenud maksehäire|lõppenud maksehäiret}.',
    zero: 'Teil ei ole lõppenud maksehäireid.',
  },
  days_since_payment_default: {
    some: 'Teie uusimast maksehäirest on möödas {value}.',
    unknown: 'Teil ei ole maksehäireid.',
  },
  tax_debt: { some: 'Teie maksuvõlg on {value}.', zero: 'Teil ei ole maksuvõlga.' },
  enforcement_cases: {
    some: 'Teie suhtes on pooleli {value|täitemenetlus|täitemenetlust}.',
    zero: 'Teie suhtes ei ole pooleli ühtegi täitemenetlust.',
  },
  past_insolvencies: {
    some: 'Teil on olnud {value|maksejõuetusmenetlus|maksejõuetusmenetlust}.',
    zero: 'Teil ei ole olnud maksejõuetusmenetlusi.',
  },
  failed_companies: {
    some: 'Olete juhtinud {value|äriühingut, mis läks pankrotti|äriühingut, mis läksid pankrotti}.',
    zero: 'Ükski teie juhitud äriühing ei ole läinud pankrotti.',
  },
  board_roles: {
    some: 'Olete juhatuse liige {value|äriühingus|äriühingus}.',
    zero: 'Te ei ole ühegi äriühingu juhatuse liige.',
  },
  bureau_rating: {
    some: 'Teie krediidireiting on {value}.',
    unknown: 'Meil ei ole teie krediidireitingut.',
  },
  properties: {
    some: 'Teil on {value|kinnisasi|kinnisasja}.',
    zero: 'Teil ei ole registri järgi kinnisasju.',
  },
  new_credits_365d: {
    some: 'Viimasel aastal võtsite {value|uue laenu|uut laenu}.',
    zero: 'Viimasel aastal te uusi laene ei võtnud.',
  },
  income_monthly: { some: 'Teie sissetulek on {value} kuus.', unknown: 'Me ei tea teie sissetulekut.' },
  income_sources: { some: 'Teie sissetulekul on {value|allikas|allikat}.' },
  income_verified_share: {
    some: 'Teie sissetulekust on kontrollitud {value}.',
    zero: 'Teie sissetulek ei ole kontrollitud.',
    unknown: 'Me ei tea teie sissetulekut.',
  },
  months_in_job: {
    some: 'Olete praegusel töökohal töötanud {value}.',
    zero: 'Olete praegusel töökohal töötanud alla kuu.',
    unknown: 'Me ei tea, kui kaua olete praegusel töökohal töötanud.',
  },
  expenses_monthly: { some: 'Teie kulud on {value} kuus.', unknown: 'Me ei tea teie kulusid.' },
  housing_cost: {
    some: 'Teie eluasemekulu on {value} kuus.',
    zero: 'Teil ei ole eluasemekulu.',
    unknown: 'Me ei tea teie eluasemekulu.',
  },
  obligations_monthly: {
    some: 'Teie laenudele ja muudele kohustustele kulub {value} kuus.',
    zero: 'Teil ei ole laene ega muid kohustusi.',
    unknown: 'Me ei tea teie laene ega muid kohustusi.',
  },
  obligations: {
    some: 'Teil on {value|laen või muu kohustus|laenu või muud kohustust}.',
    zero: 'Teil ei ole laene ega muid kohustusi.',
  },
  registered_debt: {
    some: 'Krediidiregistri järgi on teil laene {value}.',
    unknown: 'Krediidiregistri järgi ei ole teil laene.',
  },
  debt_service_share: {
    some: 'Teie kohustused võtavad sissetulekust {value}.',
    zero: 'Teie sissetulekust ei kulu midagi kohustustele.',
    unknown: 'Me ei tea, kui suur osa teie sissetulekust kulub kohustustele.',
  },
  free_cash: {
    some: 'Teil jääb kuus üle {value}.',
    zero: 'Teil ei jää kuus midagi üle.',
    unknown: 'Me ei tea, kui palju teil kuus üle jääb.',
  },
  expenses_share: {
    some: 'Teie kulud võtavad sissetulekust {value}.',
    unknown: 'Me ei tea, kui suur osa teie sissetulekust läheb kuludeks.',
  },
  requested_amount: { some: 'Taotlesite {value}.' },
  requested_term: { some: 'Taotletud tähtaeg on {value}.' },
  requested_rate: { some: 'Aastaintress on {value}.' },
  requested_payment: { some: 'Uue laenu kuumakse oleks {value}.' },
  amount_to_income: {
    some: 'Taotletud summa on {value} teie kuusissetulekust.',
    unknown: 'Me ei tea, kui suur on summa teie sissetulekuga võrreldes.',
  },
  payment_to_income: {
    some: 'Uus kuumakse võtaks teie sissetulekust {value}.',
    unknown: 'Me ei tea, kui suur on uus kuumakse teie sissetulekuga võrreldes.',
  },
  debt_service_share_with_loan: {
    some: 'Koos uue laenuga võtaksid kohustused teie sissetulekust {value}.',
    unknown: 'Me ei tea, kui suured on teie kohustused sissetulekuga võrreldes.',
  },
  debt_service_share_stressed: {
    some: 'Kui intress tõuseks 3 protsendipunkti, võtaksid kohustused teie sissetulekust {value}.',
    unknown: 'Me ei tea, kui suured on teie kohustused sissetulekuga võrreldes.',
  },
  free_cash_after_loan: {
    some: 'Koos uue laenuga jääks teil kuus üle {value}.',
    unknown: 'Me ei tea, kui palju teil koos uue laenuga kuus üle jääks.',
  },
  applications_180d: {
    some: 'Viimase 180 päeva jooksul esitasite veel {value|taotluse|taotlust}.',
    zero: 'Viimase 180 päeva jooksul te muid taotlusi ei esitanud.',
  },
  own_arrears: {
    some: 'Teil on meile tähtajaks tasumata {value}.',
    zero: 'Teil ei ole meile midagi tähtajaks tasumata.',
  },
  own_days_past_due: {
    some: 'Teie maksetähtajast meie juures on möödas {value}.',
    zero: 'Teil ei ole meie juures ühtegi möödunud maksetähtaega.',
    unknown: 'Teil ei ole meie juures varem lepingut olnud.',
  },
  own_worst_days_late: {
    some: 'Kahe aasta jooksul oli teie pikim hilinemine meie arvetega {value}.',
    zero: 'Kahe aasta jooksul maksite kõik meie arved õigel ajal.',
    unknown: 'Meil ei ole teie arveid viimasest kahest aastast.',
  },
  own_average_days_late: {
    some: 'Kahe aasta jooksul hilinesite meie arvetega keskmiselt {value}.',
    zero: 'Kahe aasta jooksul maksite kõik meie arved õigel ajal.',
    unknown: 'Meil ei ole teie arveid viimasest kahest aastast.',
  },
  own_bills_on_time_share: {
    some: 'Kahe aasta jooksul maksite meie arvetest õigel ajal {value}.',
    zero: 'Kahe aasta jooksul ei maksnud te ühtegi meie arvet õigel ajal.',
    unknown: 'Meil ei ole teie arveid viimasest kahest aastast.',
  },
  own_open_credits: {
    some: 'Teil on meie juures {value|kehtiv laen|kehtivat laenu}.',
    zero: 'Teil ei ole meie juures kehtivaid laene.',
  },
  income_kind: {
    some: 'Teie peamine sissetulek on {value}.',
    unknown: 'Me ei tea, millest teie sissetulek tuleb.',
  },
  last_measure: {
    some: 'Meie viimane samm: {value}.',
    unknown: 'Me ei ole selle nõudega veel ühtegi sammu astunud.',
  },
  days_since_measure: {
    some: 'Meie viimasest sammust selle nõudega on möödas {value}.',
    unknown: 'Me ei ole selle nõudega veel ühtegi sammu astunud.',
  },
  income_known: { some: 'Teie sissetulek on meile teada.', zero: 'Me ei tea teie sissetulekut.' },
  income_stale: { some: 'Teie sissetuleku andmed on aegunud.', zero: 'Teie sissetuleku andmed on värsked.' },
  income_age_days: {
    some: 'Teie sissetuleku andmed on {value} vanad.',
    unknown: 'Meil ei ole teie sissetuleku andmeid.',
  },
  income_verified: {
    some: 'Teie sissetulek on kontrollitud.',
    zero: 'Osa teie sissetulekust ei ole kontrollitud.',
  },
  income_contradiction: {
    some: 'Teie öeldud ja meie kontrollitud sissetulek erinevad üle 30 protsendi.',
    zero: 'Teie sissetuleku andmed on kooskõlas.',
  },
  expenses_known: { some: 'Teie kulud on meile teada.', zero: 'Me ei tea teie kulusid.' },
  obligations_known: { some: 'Teie kohustused on meile teada.', zero: 'Me ei tea teie kohustusi.' },
  obligations_contradiction: {
    some: 'Registri järgi on teil selgelt rohkem kohustusi, kui meile ütlesite.',
    zero: 'Teie kohustused on registriga kooskõlas.',
  },
  bureau_rating_known: { some: 'Meil on teie krediidireiting.', zero: 'Meil ei ole teie krediidireitingut.' },
  bureau_rating_stale: { some: 'Teie krediidireiting on aegunud.', zero: 'Teie krediidireiting on värske.' },
  bureau_rating_age_days: {
    some: 'Teie krediidireiting on {value} vana.',
    unknown: 'Meil ei ole teie krediidireitingut.',
  },
};

/** Mitu korda on iga meedet kasutatud ja kui ammu. */
function ofMeasures(): Record<string, FactTexts> {
  return Object.fromEntries(
    MEASURES.flatMap(({ id, name }): [string, FactTexts][] => [
      [
        `count_${id}`,
        {
          some: `Oleme seda sammu astunud {value|korra|korda}: ${name.et.toLowerCase()}.`,
          zero: `Seda sammu ei ole me veel astunud: ${name.et.toLowerCase()}.`,
        },
      ],
      [
        `days_since_${id}`,
        {
          some: `Viimati astusime seda sammu {value} tagasi: ${name.et.toLowerCase()}.`,
          zero: `Astusime seda sammu täna: ${name.et.toLowerCase()}.`,
          unknown: `Seda sammu ei ole me veel astunud: ${name.et.toLowerCase()}.`,
        },
      ],
    ]),
  );
}

function numbered(
  numbers: readonly number[],
  id: string,
  texts: (number: number) => FactTexts,
): Record<string, FactTexts> {
  return Object.fromEntries(numbers.map((number) => [`${id}_${number}`, texts(number)]));
}
