import { FACTS_EN } from './facts-en.ts';
import type { ReasonTexts } from './texts.ts';

export const EN: ReasonTexts = {
  codes: {
    R01: {
      title: 'Income and obligations',
      sentence: 'Too little of your income is left after your obligations.',
      correct: 'Send us your latest income and expenses if they differ.',
    },
    R02: {
      title: 'Share of income for loans',
      sentence: 'Loan payments would take too large a share of your income.',
      correct: 'Ask for less or a longer term, or show us a loan that you have repaid.',
    },
    R03: {
      title: 'Open payment default',
      sentence: 'You have an open payment default.',
      correct: 'Pay it, or ask the register to correct it. Then tell us.',
    },
    R04: {
      title: 'Ended payment default',
      sentence: 'You had a payment default that ended not long ago.',
      correct: 'Ask the register to correct the entry if it is wrong.',
    },
    R05: {
      title: 'Tax debt',
      sentence: 'You have a tax debt.',
      correct: 'Pay it or agree on a schedule with the tax authority. Then tell us.',
    },
    R06: {
      title: 'Insolvency proceedings',
      sentence: 'Insolvency proceedings concern you.',
      correct: 'Send us the court ruling if the proceedings have ended.',
    },
    R07: {
      title: 'Credit bureau rating',
      sentence: 'The credit bureau’s rating is below our limit.',
      correct: 'Ask the credit bureau for your data and have mistakes corrected.',
    },
    R08: {
      title: 'Payment agreements',
      sentence: 'Some payment agreements were not kept.',
      correct: 'Tell us if you did pay, or what kept you from paying.',
    },
    R09: {
      title: 'Payment history',
      sentence: 'We know little about your payment history.',
      correct: 'Send us papers that show how you have paid before.',
    },
    R10: {
      title: 'New obligations',
      sentence: 'You have taken on several obligations lately.',
      correct: 'Show us which of them you have ended.',
    },
    R11: {
      title: 'Amount and income',
      sentence: 'The amount is high for your income.',
      correct: 'Ask for a smaller amount, or show us income that we did not count.',
    },
    R12: {
      title: 'Proof of income',
      sentence: 'We could not verify your income.',
      correct: 'Send us a bank statement or a payslip.',
    },
    R13: {
      title: 'Missing data',
      sentence: 'Some data that we need is missing or too old.',
      correct: 'Send us what is missing. It never counts against you.',
    },
    R14: {
      title: 'Contradictory data',
      sentence: 'Some of the data contradicts other data.',
      correct: 'Tell us which is right, and send a paper that shows it.',
    },
    R15: {
      title: 'Identity',
      sentence: 'We could not confirm who you are.',
      correct: 'Sign in with your electronic identity, or show a document.',
    },
    R16: {
      title: 'Legal capacity',
      sentence: 'The law protects you: this needs full age and legal capacity.',
      correct: 'Your representative can contact us.',
    },
    R17: {
      title: 'Voluntary credit ban',
      sentence: 'You have a credit ban of your own in force.',
      correct: 'You can end the ban where you set it.',
    },
    R18: {
      title: 'Payments on your debts',
      sentence: 'Payments on your debts have been late or missing.',
      correct: 'Tell us if you have paid and we have not counted it.',
    },
    R19: {
      title: 'Enforcement',
      sentence: 'Enforcement proceedings are pending.',
      correct: 'Send us the bailiff’s letter if they have ended.',
    },
    R20: {
      title: 'Business record',
      sentence: 'The business register shows a ban or a failed company.',
      correct: 'Ask the register to correct the entry if it is wrong.',
    },
    R21: {
      title: 'Outside our terms',
      sentence: 'This is outside the terms that we offer.',
      correct: 'Look at our terms, and apply again within them.',
    },
    R22: {
      title: 'Check by a person',
      sentence: 'Some details must be checked by a person.',
      correct: 'You need do nothing. We ask you if we need anything.',
    },
    R23: {
      title: 'Disputed claim',
      sentence: 'The claim is disputed, so we do not press it.',
      correct: 'Send us what you have about the dispute.',
    },
    R24: {
      title: 'Time-barred claim',
      sentence: 'The claim is time-barred.',
      correct: 'You need do nothing.',
    },
    R25: {
      title: 'Cost and benefit',
      sentence: 'Other steps would cost more than they are expected to bring.',
      correct: 'You need do nothing.',
    },
    R26: {
      title: 'Court not expedient',
      sentence: 'Going to court would not be expedient now.',
      correct: 'You need do nothing.',
    },
    R27: {
      title: 'Help in a hard time',
      sentence: 'You told us of a hard time, so only steps that help you are possible.',
      correct: 'Tell us when your situation changes.',
    },
    R28: {
      title: 'Limits on use of data',
      sentence: 'Use of your data is limited, or you have objected to it.',
      correct: 'You can withdraw the limit or the objection at any time.',
    },
  },
  facts: FACTS_EN,
  sources: {
    creditor: 'the creditor',
    person: 'you',
    representative: 'your representative',
    own_measures: 'our own records',
    bailiff: 'the bailiff',
    court: 'the court',
    population_register: 'the population register',
    official_notices: 'the official gazette',
    default_register: 'the payment default register',
    credit_bureau: 'the credit bureau',
    positive_credit_register: 'the positive credit register',
    tax_authority: 'the tax authority',
    business_register: 'the business register',
    land_register: 'the land register',
    bank_statement: 'your bank statement',
    employer: 'your employer',
    derived: 'worked out from the other data',
  },
  fact: '{name}: {value}.',
  factUnknown: 'We do not know this: {name}.',
  evidence: 'from {source}, {date}',
};
