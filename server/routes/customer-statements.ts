import { z } from 'zod';
import { listStatements } from '../../data/stores/statements.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import { characteristicNamed, factValue } from '../../review-ui/facts.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { headlineOf } from '../../review-ui/pages/customer-decision.ts';
import { type StatementForm, statementPage } from '../../review-ui/pages/statement.ts';
import { uniqueFacts } from '../../review-ui/explained.ts';
import { statementText } from '../../review-ui/statements.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { asOf } from '../../scoring/portfolio/as-of.ts';
import { claimView } from '../../scoring/portfolio/balance.ts';
import { isIsoDate } from '../../scoring/portfolio/dates.ts';
import { isSupportNeed, SUPPORT_NEEDS, type SupportNeed } from '../../scoring/safeguards/support-needs.ts';
import { giveStatement, type StatementGiven } from '../actions/give-statement.ts';
import { tellNeed } from '../actions/tell-need.ts';
import { centsOf } from '../http/amount.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { personOfDecision } from './customer-decisions.ts';
import { type ExplainedDecision, readExplained } from './explained.ts';
import { tooLong } from './words.ts';

const FORMS: readonly StatementForm[] = ['correction', 'facts', 'plan'];

/** Three ways to tell us something about a decision: data that is wrong, something we do not know, a payment plan. */
export function customerStatementRoutes(routes: Routes): void {
  for (const form of FORMS) {
    route(routes, {
      method: 'get',
      path: `/my/decisions/:id/${form}`,
      allow: ['customer'],
      subject: personOfDecision,
      handler: async (call) => {
        const about = call.request.query['about'];
        await showForm(call, form, { about: typeof about === 'string' ? about : '' }, []);
      },
    });
  }
  route(routes, {
    method: 'post',
    path: '/my/decisions/:id/statements',
    allow: ['customer'],
    subject: personOfDecision,
    handler: sendForm,
  });
}

const words = z.string().catch('');
const statementForm = z.object({
  form: z.enum(['correction', 'facts', 'plan']),
  words,
  about: z.string().max(200).catch(''),
  support: z.enum(['', ...SUPPORT_NEEDS]).catch(''),
  consent: z.string().catch(''),
  monthly: z.string().max(30).catch(''),
  first: z.string().max(10).catch(''),
});
type Fields = z.output<typeof statementForm>;

async function sendForm(call: Call): Promise<void> {
  const read = statementForm.safeParse(call.request.body ?? {});
  if (!read.success) throw new Problem('invalid');
  const fields = read.data;
  const found = await readExplained(call.context, idOf(call));
  if (found === null) throw new Problem('not_found');
  const long = tooLong(call, fields.words);
  const worded: Worded = long.length > 0 ? { kind: 'errors', errors: long } : wordedBy(call, fields, found);
  if (worded.kind === 'errors') {
    const { form, ...typed } = fields;
    return showForm(call, form, typed, worded.errors);
  }
  if (worded.kind === 'need') return sendNeed(call, worded.need, fields.words);
  for (const statement of worded.statements) {
    const taken = await giveStatement(call.context, { decisionId: idOf(call), ...statement });
    if (taken.kind === 'refused') throw new Problem('not_allowed_now');
  }
  seeOther(call, `/my/decisions/${idOf(call)}`, { kind: 'done', text: worded.done });
}

/** A need with the tick that we may keep it; the person reads at once when their words were not kept. */
async function sendNeed(call: Call, need: SupportNeed, note: string): Promise<void> {
  const { t } = wordingFor(call.language);
  const taken = await tellNeed(call.context, {
    ...{ decisionId: idOf(call), need, note },
    agreed: true,
    language: call.language,
  });
  if (taken.kind === 'refused') throw new Problem('not_allowed_now');
  const done = taken.note === 'not_kept' ? 'customer.facts.doneNeedOnly' : 'customer.facts.done';
  seeOther(call, `/my/decisions/${idOf(call)}`, { kind: 'done', text: t(done) });
}

type Worded =
  | { readonly kind: 'errors'; readonly errors: readonly FieldError[] }
  | {
      readonly kind: 'statements';
      readonly statements: readonly Pick<StatementGiven, 'kind' | 'text'>[];
      readonly done: string;
    }
  | { readonly kind: 'need'; readonly need: SupportNeed };

/** The form as the words that staff will read, or what is missing in it. */
function wordedBy(call: Call, fields: Fields, found: ExplainedDecision): Worded {
  switch (fields.form) {
    case 'correction':
      return wordedCorrection(call, fields, found);
    case 'facts':
      return wordedFacts(call, fields);
    case 'plan':
      return wordedPlan(call, fields);
  }
}

function wordedCorrection(call: Call, fields: Fields, found: ExplainedDecision): Worded {
  const { t } = wordingFor(call.language);
  if (fields.words.trim() === '') return errors('words', t('customer.correction.empty'));
  const about = factOptions(call, found).find(({ value }) => value === fields.about && value !== '');
  const text = about === undefined ? fields.words : `${about.label}\n${fields.words}`;
  return {
    kind: 'statements',
    statements: [{ kind: 'correction', text }],
    done: t('customer.correction.done'),
  };
}

/** A need for help is kept only with the person's consent, and never with its cause (GDPR art. 9). */
function wordedFacts(call: Call, fields: Fields): Worded {
  const { t } = wordingFor(call.language);
  const said = fields.words.trim();
  if (said === '' && fields.support === '') return errors('words', t('customer.facts.empty'));
  if (isSupportNeed(fields.support)) {
    return fields.consent === 'yes'
      ? { kind: 'need', need: fields.support }
      : errors('consent', t('customer.facts.consentNeeded'));
  }
  return {
    kind: 'statements',
    statements: [{ kind: 'new_fact', text: said }],
    done: t('customer.facts.done'),
  };
}

function wordedPlan(call: Call, fields: Fields): Worded {
  const { t, money, dateOn } = wordingFor(call.language);
  const cents = centsOf(fields.monthly);
  const wrong: FieldError[] = [];
  if (cents === null || cents <= 0) wrong.push({ field: 'monthly', text: t('customer.plan.wrongMonthly') });
  if (!isIsoDate(fields.first) || fields.first < call.context.today) {
    wrong.push({ field: 'first', text: t('customer.plan.wrongFirst') });
  }
  if (wrong.length > 0 || cents === null) return { kind: 'errors', errors: wrong };
  const values = { amount: money(cents), date: dateOn(fields.first) };
  const text = [t('customer.plan.text', values), fields.words.trim()]
    .filter((part) => part !== '')
    .join('\n');
  return {
    kind: 'statements',
    statements: [{ kind: 'proposal', text }],
    done: t('customer.plan.done', values),
  };
}

function errors(field: string, text: string): Worded {
  return { kind: 'errors', errors: [{ field, text }] };
}

async function showForm(
  call: Call,
  form: StatementForm,
  values: Readonly<Record<string, string>>,
  wrong: readonly FieldError[],
): Promise<void> {
  const found = await readExplained(call.context, idOf(call));
  if (found === null) throw new Problem('not_found');
  const { stored, explained } = found;
  if (form === 'plan' && stored.kind !== 'collection') throw new Problem('not_found');
  const wording = wordingFor(call.language);
  const { db, vault, today } = call.context;
  const kinds: readonly string[] = KINDS_OF[form];
  const sent = (await listStatements(db, vault, { decisionId: stored.id }))
    .filter(({ kind, authorKind }) => kinds.includes(kind) && authorKind !== 'staff')
    .map(({ at, kind, text }) => ({
      date: wording.date(at.slice(0, 10)),
      text: statementText({ kind, text }, wording),
    }))
    .reverse();
  page(
    call,
    statementPage,
    {
      form,
      decisionId: stored.id,
      headline: headlineOf(explained, wording).headline,
      errors: wrong,
      values,
      facts: factOptions(call, found),
      owed: form === 'plan' ? await owedNow(call, stored.person_id, stored.claim_id) : null,
      today,
      needs: SUPPORT_NEEDS,
      sent,
    },
    wrong.length === 0 ? 200 : 422,
  );
}

const KINDS_OF = {
  correction: ['correction'],
  facts: ['new_fact', 'support'],
  plan: ['proposal'],
} as const;

/** The facts of the decision with the person's own values, to point at the wrong one. */
function factOptions(
  call: Call,
  { explained }: ExplainedDecision,
): readonly { readonly value: string; readonly label: string }[] {
  const wording = wordingFor(call.language);
  const { currency } = explained.decision.inputs;
  return uniqueFacts(explained.explanation).map((datum) => {
    const fact = characteristicNamed(datum.characteristic, explained, wording);
    return {
      value: datum.characteristic,
      label: `${fact.name}: ${factValue(datum.value, fact, currency, wording)}`,
    };
  });
}

async function owedNow(call: Call, personId: number, claimId: number | null): Promise<string | null> {
  const { t, money } = wordingFor(call.language);
  const file = await readPersonFile(call.context.db, personId);
  const known = file && asOf(file, call.context.today);
  const claim = known?.claims.find((each) => each.claimId === claimId);
  if (known === null || claim === undefined) return null;
  const { balance } = claimView(known, claim, call.context.today);
  return t('customer.plan.owed', { amount: money(balance.totalCents, claim.currency) });
}
