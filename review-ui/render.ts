import { readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';
import type { Language } from '../scoring/portfolio/records.ts';
import { assetAddress } from './assets.ts';
import { keepIdentifiersWhole } from './identifiers.ts';
import { LANGUAGE_NAMES, OFFERED, STAFF_LANGUAGES } from './locales/load.ts';
import { navigationOf } from './navigation.ts';
import type { Frame, Page } from './page.ts';
import { wordingFor } from './wording.ts';

const root = import.meta.dirname;

/**
 * The whole HTML of a page. A view sees: `page` (its context), `frame`, the wording's `t`, `money`, `number`,
 * `percent`, `date`, `instant`, `whole` (keeps a claim's number from breaking), and `include('/partials/…', {…})`. A name that none of these has throws.
 */
export function renderPage<Context>(page: Page<Context>, context: Context, frame: Frame): string {
  const wording = wordingFor(frame.language);
  const shared = { ...wording, frame, whole };
  const body = view(`pages/${page.name}.ejs`)({ ...shared, page: context });
  return view('partials/layout.ejs')({
    ...shared,
    body,
    asset: assetAddress,
    voice: page.voice,
    title: page.title(context, wording),
    navigation: navigationOf(frame.viewer, page.section ?? null, wording),
    languages: (page.voice === 'staff' ? STAFF_LANGUAGES : OFFERED).map((language) => ({
      language,
      name: LANGUAGE_NAMES[language],
      href: withLanguage(frame.here, language),
      current: language === frame.language,
    })),
  });
}

/** The same address with `lang=<language>`: a plain link, kept by the server for the pages that follow. */
export function withLanguage(here: string, language: string): string {
  const url = new URL(here, 'http://recourse.invalid');
  url.searchParams.set('lang', language);
  return `${url.pathname}${url.search}`;
}

/** One part of a page by itself, for what is no page: `partials/report.ejs` in a file. */
export function renderPart(file: string, locals: Record<string, unknown>, language: Language): string {
  return view(file)({ ...wordingFor(language), whole, ...locals });
}

/** HTML, escaped: a view writes it as it is. */
function whole(text: string): string {
  return keepIdentifiersWhole(text, ejs.escapeXML);
}

type View = (locals: Record<string, unknown>) => string;
const views = new Map<string, View>();

function view(file: string): View {
  const known = views.get(file);
  if (known !== undefined) return known;
  const filename = path.join(root, file);
  const compiled = ejs.compile(readFileSync(filename, 'utf8'), { filename, root, cache: true }) as View;
  views.set(file, compiled);
  return compiled;
}
