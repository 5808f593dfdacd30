import { z } from 'zod';
import { listModels, type Model, readModel } from '../../data/views/models.ts';
import {
  EMPTY_HAND,
  type HandValues,
  type ModelData,
  modelPage,
  presentModel,
} from '../../review-ui/pages/model.ts';
import { modelAddress, modelsPage, presentModels } from '../../review-ui/pages/models.ts';
import { termWords } from '../../review-ui/report/words.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { characteristic } from '../../scoring/characteristics/catalogue.ts';
import type { Edit } from '../../scoring/scorecard/edit-record.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import { editPublishedScorecard, type ScorecardEdited } from '../actions/edit-scorecard.ts';
import { rolesOf } from '../http/authorise.ts';
import { fieldsOf } from '../http/body.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';

const WHY_AT_MOST = 2000;

const editForm = z.object({
  term: z.string().max(500),
  kind: z.enum(['merge', 'split', 'fix', 'drop']),
  intent: z.enum(['try', 'publish']),
  // One box ticked comes as a text, several as a list, none not at all.
  attributes: z.union([z.string(), z.array(z.string())]).default([]),
  at: z.string().max(200).default(''),
  attribute: z.string().default(''),
  points: z.string().default(''),
  why: z.string().max(WHY_AT_MOST),
});

/** Scorecards: what each is worth, its shapes, its limits; and the analyst's hand. */
export function modelRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/models',
    looksAt: 'nobody',
    allow: ['analyst', 'auditor', 'admin'],
    handler: list,
  });
  route(routes, {
    method: 'get',
    path: '/models/:name/:version',
    looksAt: 'nobody',
    allow: ['analyst', 'auditor', 'admin'],
    handler: show,
  });
  route(routes, {
    method: 'post',
    path: '/models/:name/:version/edits',
    allow: ['analyst', 'admin'],
    handler: edit,
  });
}

async function list(call: Call): Promise<void> {
  page(call, modelsPage, presentModels(await listModels(call.context.db), wordingFor(call.language)));
}

async function show(call: Call): Promise<void> {
  const { term } = call.request.query;
  const values = { ...EMPTY_HAND, term: typeof term === 'string' ? term : '' };
  showModel(call, await modelOf(call), { values, tried: null, errors: [] });
}

async function edit(call: Call): Promise<void> {
  const model = await modelOf(call);
  const read = fieldsOf(call.request, editForm);
  if (read.kind === 'invalid') throw new Problem('invalid', undefined, read.problems);
  const { fields } = read;
  const values: HandValues = {
    ...fields,
    attributes: [fields.attributes]
      .flat()
      .flatMap((each) => each.split(','))
      .map(Number),
  };
  const { name, version } = model.scorecard;
  const done = await editPublishedScorecard(call.context, {
    name,
    version,
    edits: [editOf(values, fields.kind, model.scorecard)],
    why: values.why,
    intent: fields.intent,
  });
  const wording = wordingFor(call.language);
  if (done.kind === 'refused') {
    const text = refusalText(done, model.scorecard, wording);
    const field = done.code === 'no_reason' ? 'why' : 'kind';
    return showModel(call, model, { values, tried: null, errors: [{ field, text }] }, 422);
  }
  if (fields.intent === 'try') {
    return showModel(call, model, { values, tried: done.measured, errors: [] });
  }
  seeOther(call, modelAddress(name, done.scorecard.version), {
    kind: 'done',
    text: wording.t('model.hand.published', { version: done.scorecard.version }),
  });
}

async function modelOf(call: Call): Promise<Model> {
  const { name } = call.request.params;
  const model =
    typeof name === 'string' ? await readModel(call.context.db, name, idOf(call, 'version')) : null;
  if (model === null) throw new Problem('not_found');
  return model;
}

function showModel(
  call: Call,
  model: Model,
  told: Pick<ModelData, 'values' | 'tried' | 'errors'>,
  status = 200,
): void {
  const mayEdit = rolesOf(call.actor).some((role) => role === 'analyst' || role === 'admin');
  page(call, modelPage, presentModel({ ...model, ...told, mayEdit }, wordingFor(call.language)), status);
}

function editOf(
  { term, attributes, at, attribute, points }: HandValues,
  kind: Edit['kind'],
  scorecard: Scorecard,
): Edit {
  switch (kind) {
    case 'merge':
      return { kind, characteristic: term, attributes };
    case 'split':
      return { kind, characteristic: term, at: cutIn(at, term, scorecard) };
    case 'fix':
      return {
        kind,
        characteristic: term,
        attribute: Number(attribute),
        points: numberIn(points) ?? Number.NaN,
      };
    case 'drop':
      return { kind, term };
  }
}

/** Typed as the page writes it: money in whole units, shares in per cent. The scorecard holds cents and shares. */
function cutIn(text: string, term: string, { training }: Scorecard): number | string {
  const typed = numberIn(text.replace('%', '').replace('€', ''));
  if (typed === null) return text.trim();
  const unit = training.observedOn === null ? undefined : characteristic(term)?.unit;
  if (unit === 'cents') return Math.round(typed * 100);
  return unit === 'share' ? typed / 100 : typed;
}

/** With a decimal comma or point, and with the minus that a keyboard or a page has. */
function numberIn(text: string): number | null {
  const plain = text.trim().replace('−', '-').replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

function refusalText(
  refused: Extract<ScorecardEdited, { kind: 'refused' }>,
  scorecard: Scorecard,
  wording: Wording,
): string {
  if (!('values' in refused)) return wording.t(`model.refused.${refused.code}`);
  const words = termWords(scorecard, wording);
  const { name, term } = refused.values;
  return wording.t(`model.refused.${refused.code}`, {
    ...refused.values,
    ...(name === undefined ? {} : { name: words.name(String(name)) }),
    ...(term === undefined ? {} : { term: words.name(String(term)) }),
  });
}
