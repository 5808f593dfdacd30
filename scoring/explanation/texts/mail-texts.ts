import type { Language } from '../../portfolio/records.ts';

/** A short message that there is news. It names no debt, no amount and no person: others may read over a shoulder. */
export interface MailTexts {
  readonly subject: string;
  readonly greeting: string;
  readonly news: string;
  readonly why: string;
  readonly open: string;
  readonly code: string;
  readonly attached: string;
  readonly attachedSubject: string;
  readonly unexpected: string;
}

export const MAIL_TEXTS: Readonly<Record<Language, MailTexts>> = {
  et: {
    subject: 'Teile on kiri: {controller}',
    greeting: 'Tere!',
    news: 'Teie lehel on uus kiri.',
    why: 'Kirja ennast me siia ei pane, et keegi teine seda ei loeks.',
    open: 'Avage oma leht: {address}',
    code: 'Teie kood on {code}. See kehtib ühe korra, kuni {date}.',
    attached: 'Kiri on lisatud, nagu soovisite.',
    attachedSubject: 'Teie kiri: {controller}',
    unexpected: 'Kui te seda kirja ei oodanud, siis ärge midagi avage ja andke meile teada.',
  },
  en: {
    subject: 'You have a letter: {controller}',
    greeting: 'Hello.',
    news: 'There is a new letter on your page.',
    why: 'The letter itself is not in this message, so that nobody else reads it.',
    open: 'Open your page: {address}',
    code: 'Your code is {code}. It works once, until {date}.',
    attached: 'The letter is attached, as you asked.',
    attachedSubject: 'Your letter: {controller}',
    unexpected: 'If you did not expect this message, open nothing and let us know.',
  },
  fi: {
    subject: 'Teille on kirje: {controller}',
    greeting: 'Hei.',
    news: 'Sivullanne on uusi kirje.',
    why: 'Itse kirje ei ole tässä viestissä, jotta kukaan muu ei lue sitä.',
    open: 'Avatkaa sivunne: {address}',
    code: 'Koodinne on {code}. Se toimii kerran, {date} asti.',
    attached: 'Kirje on liitteenä, kuten toivoitte.',
    attachedSubject: 'Kirjeenne: {controller}',
    unexpected: 'Jos ette odottanut tätä viestiä, älkää avatko mitään ja kertokaa meille.',
  },
  sv: {
    subject: 'Ni har ett brev: {controller}',
    greeting: 'Hej.',
    news: 'Det finns ett nytt brev på er sida.',
    why: 'Själva brevet finns inte i detta meddelande, så att ingen annan läser det.',
    open: 'Öppna er sida: {address}',
    code: 'Er kod är {code}. Den gäller en gång, till den {date}.',
    attached: 'Brevet är bifogat, som ni önskade.',
    attachedSubject: 'Ert brev: {controller}',
    unexpected: 'Om ni inte väntade detta meddelande, öppna inget och säg till oss.',
  },
};
