import { z } from 'zod';
import { listStatements } from '../../data/stores/statements.ts';
import { characteristicNamed, factValue } from '../../review-ui/facts.ts';
import type { FieldError } from '../../review-ui/form.ts';
import { headlineOf } from '../../review-ui/pages/customer-decision.ts';
import { type StatementForm, statementPage } from '../../review-ui/pages/statement.ts';
import { uniqueFacts } from '../../review-ui/explained.ts';
import { statementText } from '../../review-ui/statements.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { isSupportNeed, SUPPORT_NEEDS, type SupportNeed } from '../../scoring/safeguards/support-needs.ts';
import { giveStatement, type StatementGiven } from '../actions/give-statement.ts';
import { noteRuleOf, tellNeed } from '../actions/tell-need.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { personOfDecision } from './customer-decisions.ts';
import { type ExplainedDecision, readExplained } from './explained.ts';
import { tooLong } from './words.ts';

const FORMS = ['correction', 'facts'] as const satisfies readonly StatementForm[];

/** Two ways to tell us something about a decision: data that is wrong, or something we do not know. */
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
    words: 'words',
    allow: ['customer'],
    subject: personOfDecision,
    handler: sendForm,
  });
}

const words = z.string().catch('');
const statementForm = z.object({
  form: z.enum(FORMS),
  words,
  about: z.string().max(200).catch(''),
  support: z.enum(['', ...SUPPORT_NEEDS]).catch(''),
  consent: z.string().catch(''),
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
  return fields.form === 'correction' ? wordedCorrection(call, fields, found) : wordedFacts(call, fields);
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
  const wording = wordingFor(call.language);
  const { db, vault } = call.context;
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
      needs: SUPPORT_NEEDS,
      keepsNotes: (await noteRuleOf(call.context, stored)).kind === 'kept',
      sent,
    },
    wrong.length === 0 ? 200 : 422,
  );
}

const KINDS_OF = {
  correction: ['correction'],
  facts: ['new_fact', 'support'],
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
