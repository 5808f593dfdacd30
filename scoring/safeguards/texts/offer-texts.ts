import type { Language } from '../../portfolio/records.ts';

interface OfferTexts {
  readonly subject: string;
  readonly greeting: string;
  readonly planAccepted: string;
  readonly planPay: string;
  readonly pauseAccepted: string;
  readonly pauseMeans: string;
  readonly refused: { readonly plan: string; readonly pause: string };
  readonly why: string;
  readonly again: string;
  readonly never: string;
  readonly late: { readonly subject: string; readonly sorry: string; readonly still: string };
}

export const OFFER_TEXTS: Readonly<Record<Language, OfferTexts>> = {
  et: {
    subject: 'Vastus teie ettepanekule: nõue {number}',
    greeting: 'Tere.',
    planAccepted: 'Olete meiega maksegraafikus kokku leppinud.',
    planPay: 'Makske {instalments} korda kuni {amount} kuus. Esimene makse on {first}, viimane {last}.',
    pauseAccepted: 'Teie nõue puhkab. Puhkus lõpeb {date}.',
    pauseMeans: 'Kuni selle päevani me makset ei nõua. Pakume ainult leevendust.',
    refused: {
      plan: 'Me ei saanud seda maksegraafikut vastu võtta.',
      pause: 'Me ei saanud seda puhkust anda.',
    },
    why: 'Põhjus:',
    again: 'Võite kohe teha uue ettepaneku.',
    never: 'Küsimist ei loeta kunagi teie kahjuks.',
    late: {
      subject: 'Vastus viibib: nõue {number}',
      sorry: 'Lubasime vastata hiljemalt {date}. Me ei jõudnud. Palume vabandust.',
      still: 'Teie ettepanek on meil alles. Te ei pea midagi uuesti saatma.',
    },
  },
  en: {
    subject: 'Answer to your proposal: claim {number}',
    greeting: 'Hello.',
    planAccepted: 'You and we have agreed on a payment plan.',
    planPay:
      'Pay {instalments} times, up to {amount} a month. The first payment is on {first}, the last on {last}.',
    pauseAccepted: 'Your claim is paused. The pause ends on {date}.',
    pauseMeans: 'Until that day we do not press for payment. We only offer relief.',
    refused: {
      plan: 'We could not accept this payment plan.',
      pause: 'We could not give this pause.',
    },
    why: 'The reason:',
    again: 'You may make a new proposal at once.',
    never: 'That you asked never counts against you.',
    late: {
      subject: 'Our answer is late: claim {number}',
      sorry: 'We promised to answer by {date}. We did not manage it. We are sorry.',
      still: 'We still have your proposal. You need not send anything again.',
    },
  },
  fi: {
    subject: 'Vastaus ehdotukseenne: saatava {number}',
    greeting: 'Hei.',
    planAccepted: 'Olemme sopineet kanssanne maksusuunnitelmasta.',
    planPay:
      'Maksakaa {instalments} kertaa, enintään {amount} kuukaudessa. Ensimmäinen erä on {first}, viimeinen {last}.',
    pauseAccepted: 'Saatavanne on tauolla. Tauko päättyy {date}.',
    pauseMeans: 'Siihen päivään asti emme vaadi maksua. Tarjoamme vain helpotusta.',
    refused: {
      plan: 'Emme voineet hyväksyä tätä maksusuunnitelmaa.',
      pause: 'Emme voineet antaa tätä taukoa.',
    },
    why: 'Syy:',
    again: 'Voitte heti tehdä uuden ehdotuksen.',
    never: 'Kysymistä ei koskaan lueta vahingoksenne.',
    late: {
      subject: 'Vastauksemme viivästyy: saatava {number}',
      sorry: 'Lupasimme vastata viimeistään {date}. Emme ehtineet. Olemme pahoillamme.',
      still: 'Ehdotuksenne on meillä tallessa. Teidän ei tarvitse lähettää mitään uudelleen.',
    },
  },
  sv: {
    subject: 'Svar på ert förslag: fordran {number}',
    greeting: 'Hej.',
    planAccepted: 'Ni och vi har kommit överens om en betalningsplan.',
    planPay:
      'Betala {instalments} gånger, högst {amount} i månaden. Första betalningen är den {first}, den sista den {last}.',
    pauseAccepted: 'Er fordran har paus. Pausen slutar den {date}.',
    pauseMeans: 'Till den dagen kräver vi ingen betalning. Vi erbjuder bara lättnad.',
    refused: {
      plan: 'Vi kunde inte godta den här betalningsplanen.',
      pause: 'Vi kunde inte ge den här pausen.',
    },
    why: 'Orsaken:',
    again: 'Ni kan genast lämna ett nytt förslag.',
    never: 'Att ni frågade räknas aldrig mot er.',
    late: {
      subject: 'Vårt svar är försenat: fordran {number}',
      sorry: 'Vi lovade svara senast den {date}. Vi hann inte. Vi beklagar.',
      still: 'Vi har kvar ert förslag. Ni behöver inte skicka något igen.',
    },
  },
};
