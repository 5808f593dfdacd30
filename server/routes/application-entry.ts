import { z } from 'zod';
import { readApplicationId } from '../../data/views/applications.ts';
import type { ToldAmount } from '../../data/stores/applications.ts';
import { listPortfolios } from '../../data/stores/portfolios.ts';
import {
  type EnterApplicationContext,
  enterApplicationPage,
  TOLD_FIELDS,
  type ToldField,
} from '../../review-ui/pages/enter-application.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { type ApplicationEntry, enterApplication } from '../actions/enter-application.ts';
import { centsOf } from '../http/amount.ts';
import { fieldsOf } from '../http/body.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, route, type Routes } from '../http/route.ts';

const PRODUCTS = ['loan', 'card', 'leasing', 'hire_purchase'] as const;
const MOST_MONTHS = 480;
const MOST_DEPENDANTS = 20;

const entryForm = z.object({
  portfolio: z.string(),
  person: z.string().trim(),
  product: z.enum(PRODUCTS),
  amount: z.string(),
  term: z.string(),
  rate: z.string(),
  salary: z.string().default(''),
  otherIncome: z.string().default(''),
  housing: z.string().default(''),
  living: z.string().default(''),
  loans: z.string().default(''),
  dependants: z.string().default(''),
});
type EntryForm = z.output<typeof entryForm>;

/** Which record each told amount becomes. */
const TOLD: Readonly<Record<ToldField, Pick<ToldAmount, 'kind' | 'code'>>> = {
  salary: { kind: 'income', code: 'salary' },
  otherIncome: { kind: 'income', code: 'other' },
  housing: { kind: 'expense', code: 'housing' },
  living: { kind: 'expense', code: 'living' },
  loans: { kind: 'obligation', code: 'loan' },
};

/** An application taken down by an officer and decided at once. */
export function applicationEntryRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/applications/new',
    looksAt: 'nobody',
    allow: ['officer'],
    handler: async (call) => page(call, enterApplicationPage, await contextOf(call, {}, [])),
  });
  route(routes, { method: 'post', path: '/applications', allow: ['officer'], handler: enter });
}

type Errors = EnterApplicationContext['errors'];

async function contextOf(
  call: Call,
  values: EnterApplicationContext['values'],
  errors: Errors,
): Promise<EnterApplicationContext> {
  const { t } = wordingFor(call.language);
  const portfolios = (await listPortfolios(call.context.db)).filter(({ kind }) => kind === 'credit');
  return {
    portfolios: portfolios.map(({ name, controller }) => ({ value: name, label: `${name} · ${controller}` })),
    products: PRODUCTS.map((product) => ({ value: product, label: t(`facts.code.${product}`) })),
    values,
    errors,
  };
}

async function enter(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const read = fieldsOf(call.request, entryForm);
  if (read.kind === 'invalid') throw new Problem('invalid', undefined, read.problems);
  const parsed = entryOf(read.fields);
  const refuse = async (errors: Errors): Promise<void> =>
    page(call, enterApplicationPage, await contextOf(call, read.fields, errors), 422);
  if (parsed.kind === 'wrong') {
    return refuse(parsed.fields.map((field) => ({ field, text: t(`staff.entry.wrong.${field}`) })));
  }
  const entered = await enterApplication(call.context, parsed.entry);
  if (entered.kind === 'refused') {
    const field = entered.because === 'unknown_person' ? 'person' : 'portfolio';
    return refuse([{ field, text: t(`staff.entry.refused.${entered.because}`) }]);
  }
  const id = await readApplicationId(call.context.db, entered.applicationNumber);
  seeOther(call, `/applications/${id}`, {
    kind: entered.kind === 'decided' ? 'done' : 'wait',
    text: t(`staff.entry.${entered.kind}`, { number: entered.applicationNumber }),
  });
}

type EntryRead =
  | { readonly kind: 'entry'; readonly entry: ApplicationEntry }
  | { readonly kind: 'wrong'; readonly fields: readonly string[] };

function entryOf(form: EntryForm): EntryRead {
  const amountCents = centsOf(form.amount);
  const termMonths = wholeIn(form.term, 1, MOST_MONTHS);
  const rate = Number(form.rate.replace(',', '.').replace('%', '').trim());
  const dependants = form.dependants === '' ? 0 : wholeIn(form.dependants, 0, MOST_DEPENDANTS);
  const told: ToldAmount[] = [];
  const wrong: string[] = [];
  for (const field of TOLD_FIELDS) {
    if (form[field].trim() === '') continue;
    const monthlyCents = centsOf(form[field]);
    if (monthlyCents === null) wrong.push(field);
    else told.push({ ...TOLD[field], monthlyCents, count: null });
  }
  if (amountCents === null || amountCents === 0) wrong.push('amount');
  if (termMonths === null) wrong.push('term');
  if (form.rate.trim() === '' || !(rate >= 0 && rate <= 100)) wrong.push('rate');
  if (dependants === null) wrong.push('dependants');
  if (form.person === '') wrong.push('person');
  if (wrong.length > 0 || amountCents === null || termMonths === null || dependants === null) {
    return { kind: 'wrong', fields: wrong };
  }
  if (dependants > 0) told.push({ kind: 'expense', code: 'dependants', monthlyCents: 0, count: dependants });
  const { portfolio, person, product } = form;
  return {
    kind: 'entry',
    entry: { portfolio, person, product, amountCents, termMonths, annualRate: rate / 100, told },
  };
}

function wholeIn(text: string, least: number, most: number): number | null {
  const value = /^\s*\d{1,4}\s*$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}
