/** What the packs say in English, in Swedish. */
export const PACK_TEXTS_SV: Readonly<Record<string, string>> = {
  "Card accounts of a ledger of one's own": 'Kortkonton ur ett eget register',
  'The claim has ended or is paid.': 'Fordran har upphört eller är betald.',
  'The latest bill is not late.': 'Den senaste räkningen är inte försenad.',
  'The person is likely to pay without us.': 'Personen betalar troligen utan oss.',
  'Processing of the data is restricted.': 'Behandlingen av uppgifterna är begränsad.',
  'The person has objected to the processing.': 'Personen har invänt mot behandlingen.',
  'The claim is disputed. We do not ask for payment before we have answered.':
    'Fordran är bestridd. Vi kräver ingen betalning innan vi har svarat.',
  'The claim is time-barred. We do not press for payment.':
    'Fordran är preskriberad. Vi kräver ingen betalning.',
  'The person has died. The claim is against the estate.': 'Personen har avlidit. Fordran gäller dödsboet.',
  'The person is under 18.': 'Personen är under 18 år.',
  'The person is under guardianship. We deal with the guardian.':
    'Personen har en intressebevakare. Vi vänder oss till intressebevakaren.',
  'Insolvency proceedings are under way. The claim is filed there.':
    'Ett insolvensförfarande pågår. Fordran anmäls där.',
  'The person has told us of hardship. We only offer relief.':
    'Personen har berättat om svårigheter. Vi erbjuder bara lättnader.',
  'A pause is for hardship.': 'En paus är till för svåra tider.',
  'There is no sign of difficulty.': 'Det finns inga tecken på svårigheter.',
  'The e-mail address is not valid.': 'E-postadressen är inte giltig.',
  'The phone number is not valid.': 'Telefonnumret är inte giltigt.',
  'The address is not valid.': 'Adressen är inte giltig.',
  'It is too early for a letter of demand.': 'Det är för tidigt för ett betalningskrav.',
  'It is too early for a court.': 'Det är för tidigt för domstol.',
  'A payment plan is offered before any court.': 'En betalningsplan erbjuds före domstol.',
  'A court costs more than it brings.': 'Domstol kostar mer än den ger.',
  'A court is not expected to help.': 'Domstol väntas inte hjälpa.',
  'the data-protection authority of your country': 'dataskyddsmyndigheten i ert land',
  'the courts': 'domstol',
  'Ask your town for a free debt adviser.': 'Fråga er kommun efter en gratis skuldrådgivare.',
  'Answer this notice or call us on workdays from 9 to 17.':
    'Svara på detta meddelande eller ring oss på vardagar klockan 9–17.',
  'Debt collection in Estonia': 'Indrivning i Estland',
  'The payment is not yet due.': 'Betalningen har inte förfallit ännu.',
  'Only a few days have passed since the due date.': 'Bara några dagar har gått sedan förfallodagen.',
  'The person has asked us to suspend collection.': 'Personen har bett oss avbryta indrivningen.',
  'More was paid than was owed.': 'Mer har betalats än skulden var.',
  'The person has promised to pay and the day has not come.':
    'Personen har lovat att betala och dagen har inte kommit.',
  'The payment plan is being kept.': 'Betalningsplanen hålls.',
  'A payment may have been booked twice. A person checks it.':
    'En betalning kan ha bokförts två gånger. En människa kontrollerar det.',
  'We have called often enough this week.': 'Vi har ringt tillräckligt ofta den här veckan.',
  'Our last contact was only a few days ago.': 'Vår senaste kontakt var för bara några dagar sedan.',
  'A free reminder comes before a paid one.': 'En gratis påminnelse kommer före en avgiftsbelagd.',
  'One obligation may have one paid reminder.': 'En skuld får ha en avgiftsbelagd påminnelse.',
  'A charged letter of demand comes only after the contract has ended.':
    'Ett avgiftsbelagt kravbrev kommer först när avtalet har upphört.',
  'The cap on collection costs is reached.': 'Taket för indrivningskostnader är nått.',
  'The last letter of demand is too recent.': 'Det senaste kravbrevet är för nytt.',
  'Enough letters of demand were sent.': 'Tillräckligt många kravbrev har skickats.',
  'There is no payment plan.': 'Det finns ingen betalningsplan.',
  'The plan is being kept. No smaller instalment is needed.':
    'Planen hålls. Ingen mindre delbetalning behövs.',
  'A payment plan is already running.': 'En betalningsplan gäller redan.',
  'We offered a plan not long ago.': 'Vi erbjöd en plan för inte länge sedan.',
  'We extend the due date once and only for young debts.':
    'Vi flyttar förfallodagen en gång, och bara för nya skulder.',
  "We gave the adviser's contacts not long ago.": 'Vi gav rådgivarens kontaktuppgifter för inte länge sedan.',
  'We offer to settle old debts only.': 'Vi erbjuder uppgörelse bara för gamla skulder.',
  'The claim belongs to our client. The client decides.': 'Fordran tillhör vår kund. Kunden bestämmer.',
  'A second person confirms the settlement of a large sum.':
    'En andra person bekräftar en uppgörelse om ett stort belopp.',
  'There is no ground to close the claim.': 'Det finns ingen grund för att avsluta fordran.',
  'The person lives in Estonia.': 'Personen bor i Estland.',
  'The person lives abroad.': 'Personen bor utomlands.',
  'It is too early for an entry in the register.': 'Det är för tidigt för en anteckning i registret.',
  'The debt is too small for an entry in the register.':
    'Skulden är för liten för en anteckning i registret.',
  'A warning by letter comes before an entry in the register.':
    'En varning per brev kommer före en anteckning i registret.',
  'The entry is already in the register.': 'Anteckningen finns redan i registret.',
  'Several persons owe the claim. People check whom the entry concerns.':
    'Flera personer är skyldiga. Människor kontrollerar vem anteckningen gäller.',
  'A letter of demand comes before any court.': 'Ett kravbrev kommer före domstol.',
  'The debt is too large for a payment order.': 'Skulden är för stor för ett betalningsföreläggande.',
  'Interest and costs exceed the principal.': 'Räntor och kostnader är större än kapitalet.',
  'A payment order costs less than a lawsuit.': 'Ett betalningsföreläggande kostar mindre än en rättegång.',
  'There is already a judgment.': 'Det finns redan en dom.',
  'There is no enforcement title.': 'Det finns ingen utsökningsgrund.',
  'The case is with the court or the bailiff.': 'Ärendet är hos domstolen eller i utsökning.',
  'Enforcement is already under way.': 'Utsökningen pågår redan.',
  'Several enforcement cases are open and there is no property.':
    'Flera utsökningsärenden är öppna och det finns ingen egendom.',
  'There is no ground to sell the claim.': 'Det finns ingen grund för att sälja fordran.',
  'Estonian Data Protection Inspectorate': 'Estlands dataskyddsinspektion (Andmekaitse Inspektsioon)',
  'Consumer Disputes Committee': 'Estlands konsumenttvistenämnd (Tarbijavaidluste komisjon)',
  'Your local municipality gives free debt advice.': 'Er kommun ger gratis skuldrådgivning.',
  'We call on workdays from 8 to 18.': 'Vi ringer på vardagar klockan 8–18.',
  'Debt collection in Finland': 'Indrivning i Finland',
  'The person has asked us to suspend voluntary collection.':
    'Personen har bett oss avbryta den frivilliga indrivningen.',
  'No cost is added after a request to suspend.': 'Efter en begäran om avbrott läggs inga kostnader till.',
  'The debt is extinguished by time. It may not be collected.':
    'Skulden är slutligt preskriberad. Den får inte drivas in.',
  'It is too early for a paid reminder.': 'Det är för tidigt för en avgiftsbelagd påminnelse.',
  'A reminder comes before a demand.': 'En påminnelse kommer före ett krav.',
  'The previous letter is less than two weeks old.': 'Det förra brevet är mindre än två veckor gammalt.',
  'Two charged demands were sent.': 'Två avgiftsbelagda krav har skickats.',
  'No further charged plan is allowed.': 'Ingen ny avgiftsbelagd plan är tillåten.',
  'The person lives in Finland.': 'Personen bor i Finland.',
  '21 days must have passed since the written demand.': '21 dagar måste ha gått sedan det skriftliga kravet.',
  'A creditor may enter consumer credit only.': 'En borgenär får bara anmäla konsumentkrediter.',
  'A demand comes before any court.': 'Ett krav kommer före domstol.',
  'An undisputed claim goes by summary claim.': 'En ostridig fordran går genom ett summariskt förfarande.',
  'The case is with the court or the enforcement authority.':
    'Ärendet är hos domstolen eller utsökningsmyndigheten.',
  'Office of the Data Protection Ombudsman': 'Dataombudsmannens byrå',
  'Consumer Disputes Board': 'Konsumenttvistenämnden',
  'The State legal aid offices give free financial and debt advice.':
    'Rättshjälpsbyråerna ger gratis ekonomi- och skuldrådgivning.',
  'Consumer credit in Estonia': 'Konsumentkredit i Estland',
  'The applicant is under 18.': 'Den sökande är under 18 år.',
  'The applicant has a voluntary credit ban in force.': 'Den sökande har ett frivilligt kreditförbud.',
  'Insolvency proceedings about the applicant are under way.':
    'Ett insolvensförfarande om den sökande pågår.',
  'Enforcement is under way.': 'Utsökning pågår.',
  'The identity must be checked.': 'Identiteten måste kontrolleras.',
  'The applicant is under guardianship. We decide together with the guardian.':
    'Den sökande har en intressebevakare. Vi beslutar tillsammans med intressebevakaren.',
  'Processing of the data is restricted. The program does not decide.':
    'Behandlingen av uppgifterna är begränsad. Programmet beslutar inte.',
  'The applicant has told us of hardship. People decide.':
    'Den sökande har berättat om svårigheter. Människor beslutar.',
  'The applicant has a business ban.': 'Den sökande har näringsförbud.',
  'The applicant has a tax debt.': 'Den sökande har skatteskuld.',
  'People decide on large amounts.': 'Människor beslutar om stora belopp.',
  'Many applications were made in a short time.': 'Många ansökningar gjordes på kort tid.',
  'The score is near the threshold. People decide.': 'Poängen ligger nära gränsen. Människor beslutar.',
  'There have been few applications like this one, and the score is unsure. People decide.':
    'Det har funnits få ansökningar som denna, och poängen är osäker. Människor beslutar.',
  'The income is not known.': 'Inkomsten är inte känd.',
  'The income data is out of date.': 'Inkomstuppgifterna är föråldrade.',
  'The income data is old.': 'Inkomstuppgifterna är gamla.',
  'The income told and the income verified do not match.':
    'Den uppgivna och den kontrollerade inkomsten stämmer inte överens.',
  'The income is not verified.': 'Inkomsten är inte kontrollerad.',
  'The expenses are not known.': 'Utgifterna är inte kända.',
  'The obligations told and the register do not match.':
    'De uppgivna åtagandena och registret stämmer inte överens.',
  'The bureau rating is out of date.': 'Kreditbetyget är föråldrat.',
  'The bureau rating is old or missing.': 'Kreditbetyget är gammalt eller saknas.',
  'The score is below the threshold.': 'Poängen är under gränsen.',
  'The payment defaults in force are too high.': 'De gällande betalningsstörningarna är för stora.',
  'A payment to us is overdue.': 'En betalning till oss är försenad.',
  'We do not offer so long a term.': 'Vi erbjuder inte så lång tid.',
  'The rate is above the legal cap.': 'Räntan är över lagens tak.',
  'The amount of a loan is limited.': 'Lånets belopp är begränsat.',
  'The amount is high for the income.': 'Beloppet är högt för inkomsten.',
  'Loan payments would take too much of the income.': 'Lånebetalningarna skulle ta för mycket av inkomsten.',
  'Too little would be left to live on after the payment.':
    'För lite skulle bli kvar att leva på efter betalningen.',
  'Financial Supervision Authority': 'Estlands finansinspektion (Finantsinspektsioon)',
  'Months late from which we remind': 'Försenade månader från vilka vi påminner',
  'Months late from which we send a letter of demand': 'Försenade månader från vilka vi skickar ett kravbrev',
  'Months late from which we consider a court': 'Försenade månader från vilka vi överväger domstol',
  'How many times the court costs the debt must be':
    'Hur många gånger rättegångskostnaden skulden måste vara',
  'Least probability of payment at which a court makes sense':
    'Minsta sannolikhet för betalning vid vilken domstol lönar sig',
  'Probability of default below which we wait': 'Sannolikhet för utebliven betalning under vilken vi väntar',
  'Weight of the cost added to the debtor': 'Vikten av kostnaden för gäldenären',
  'How much of the bill comes in each month when the person pays':
    'Hur stor del av räkningen som kommer in varje månad när personen betalar',
  'Our cost of a letter': 'Vår kostnad för ett brev',
  'Our cost of a call': 'Vår kostnad för ett samtal',
  'Our cost of agreeing a plan': 'Vår kostnad för att avtala en plan',
  'Our cost of a court order': 'Vår kostnad för ett betalningsföreläggande',
  'Claim up to which the lowest cap on costs holds':
    'Fordran upp till vilken det lägsta kostnadstaket gäller',
  'Claim up to which the middle cap on costs holds':
    'Fordran upp till vilken det mellersta kostnadstaket gäller',
  'Most in collection costs for a claim of up to 500 euros':
    'Högsta indrivningskostnad för en fordran på högst 500 euro',
  'Most in collection costs for a claim of up to 1000 euros':
    'Högsta indrivningskostnad för en fordran på högst 1000 euro',
  'Most in collection costs for a claim above 1000 euros':
    'Högsta indrivningskostnad för en fordran över 1000 euro',
  'Highest price of a paid reminder': 'Högsta pris för en avgiftsbelagd påminnelse',
  'Paid reminders for one obligation': 'Avgiftsbelagda påminnelser för en skuld',
  'Price of a letter of demand': 'Pris för ett kravbrev',
  'Least time between letters of demand': 'Minsta tid mellan kravbrev',
  'Least days past due before an entry in the default register':
    'Minsta antal dagar efter förfallodagen före en anteckning i registret',
  'Least debt for an entry in the default register': 'Minsta skuld för en anteckning i registret',
  'Largest claim for a payment order with side claims':
    'Största fordran för ett betalningsföreläggande med bifordringar',
  'Largest share of side claims in the claim': 'Bifordringarnas största andel av fordran',
  'State fee of a payment order as a share of the claim':
    'Avgift för ett betalningsföreläggande som andel av fordran',
  'Least state fee of a payment order': 'Minsta avgift för ett betalningsföreläggande',
  'Days from the warning to the entry': 'Dagar från varningen till anteckningen',
  'Calls a week': 'Samtal per vecka',
  'Days from one contact to the next': 'Dagar från en kontakt till nästa',
  'Days after the due date before the first reminder': 'Dagar från förfallodagen till den första påminnelsen',
  'We offer a later due date for debts no older than this':
    'Vi erbjuder en senare förfallodag för skulder som inte är äldre än så',
  'We offer to settle debts from this age': 'Vi erbjuder uppgörelse för skulder från denna ålder',
  'Up to this sum one person decides on a settlement':
    'Upp till detta belopp beslutar en person om en uppgörelse',
  'After so many enforcement cases no new one is begun where there is no property':
    'Efter så många utsökningsärenden börjas inget nytt om egendom saknas',
  'How much of the debt comes in when the person pays':
    'Hur stor del av skulden som kommer in när personen betalar',
  'Our cost of preparing court papers': 'Vår kostnad för att förbereda domstolshandlingar',
  'Our cost of a lawsuit': 'Vår kostnad för en rättegång',
  'Cost of beginning enforcement': 'Kostnad för att börja utsökning',
  'Highest price of a reminder': 'Högsta pris för en påminnelse',
  'Days from the due date to a paid reminder': 'Dagar från förfallodagen till en avgiftsbelagd påminnelse',
  'Principal up to which the lowest caps hold': 'Kapital upp till vilket de lägsta taken gäller',
  'Principal up to which the middle caps hold': 'Kapital upp till vilket de mellersta taken gäller',
  'Highest price of a demand for a small debt': 'Högsta pris för ett krav på en liten skuld',
  'Highest price of a demand for a middle debt': 'Högsta pris för ett krav på en medelstor skuld',
  'Highest price of a demand for a large debt': 'Högsta pris för ett krav på en stor skuld',
  'Price of the second demand against the first': 'Det andra kravets pris jämfört med det första',
  'Days from the previous letter to a demand': 'Dagar från förra brevet till ett krav',
  'Charged demands for one debt': 'Avgiftsbelagda krav för en skuld',
  'Highest price of a plan for a small debt': 'Högsta pris för en plan på en liten skuld',
  'Highest price of a plan for a middle debt': 'Högsta pris för en plan på en medelstor skuld',
  'Highest price of a plan for a large debt': 'Högsta pris för en plan på en stor skuld',
  'Charged plans for one debt': 'Avgiftsbelagda planer för en skuld',
  'Highest price of a later due date': 'Högsta pris för en senare förfallodag',
  'Cap on costs for a small debt': 'Kostnadstak för en liten skuld',
  'Cap on costs for a middle debt': 'Kostnadstak för en medelstor skuld',
  'Cap on costs for a large debt': 'Kostnadstak för en stor skuld',
  'Days from the original due date to an entry in the register':
    'Dagar från den ursprungliga förfallodagen till en anteckning',
  'Days from the written demand to the entry': 'Dagar från det skriftliga kravet till anteckningen',
  'Court fee of a summary claim': 'Domstolsavgift för ett summariskt förfarande',
  'Probability of default above which no credit is given':
    'Sannolikhet för utebliven betalning över vilken ingen kredit ges',
  'Probability of default above which people decide':
    'Sannolikhet för utebliven betalning över vilken människor beslutar',
  'Error of the score (in log-odds) above which people decide': 'Poängens fel över vilket människor beslutar',
  'Highest share of net income that loan payments may take':
    'Största andel av nettoinkomsten som lånebetalningar får ta',
  'Least money left each month after all costs and payments':
    'Minsta belopp kvar varje månad efter alla kostnader och betalningar',
  'Rise of the rate in the calculation': 'Räntehöjning i kalkylen',
  'Least costs of an adult each month': 'En vuxens minsta kostnader per månad',
  'Least costs of a dependant each month': 'Minsta kostnader per månad för en person att försörja',
  'Least amount of a loan': 'Minsta lånebelopp',
  'Highest amount of a loan': 'Största lånebelopp',
  'Step of loan amounts': 'Steg mellan lånebelopp',
  'A loan is at most so many monthly incomes': 'Ett lån är högst så många månadsinkomster',
  'Longest term': 'Längsta tid',
  'People decide on amounts above this': 'Människor beslutar om belopp över detta',
  'Highest sum of payment defaults in force': 'Högsta summa av gällande betalningsstörningar',
  'Tax debt from which people decide': 'Skatteskuld från vilken människor beslutar',
  'Days late with us': 'Dagar försenad hos oss',
  'Greatest age of the bureau rating': 'Kreditbetygets högsta ålder',
  'Greatest age of the income data': 'Inkomstuppgifternas högsta ålder',
  'Least share of income that is verified': 'Minsta andel av inkomsten som är kontrollerad',
  'Applications in half a year': 'Ansökningar på ett halvår',
  'Cap on the yearly rate': 'Tak för årsräntan',
};
