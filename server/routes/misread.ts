import { wordingFor } from '../../review-ui/wording.ts';
import { sayHere } from '../http/page.ts';
import type { OpenCall } from '../http/route.ts';

/** A value of a filter in the address that means nothing, under the name that the page gives the filter. */
export interface Misread {
  readonly label: string;
  readonly value: string;
}

/** A list that ignored a filter in silence would be taken for the answer: the page says what it left out. */
export function sayMisread(call: OpenCall, misread: readonly Misread[]): void {
  if (misread.length === 0) return;
  const { t } = wordingFor(call.language);
  const what = misread.map(({ label, value }) => `${label} “${value.slice(0, 60)}”`).join(', ');
  sayHere(call, { kind: 'refused', text: t('common.misread', { what }) });
}

/** What was asked of filters with a list of choices and is not among them. */
export function misreadChoices(
  call: OpenCall,
  filters: readonly {
    readonly name: string;
    readonly label: string;
    readonly options?: readonly { readonly value: string }[];
  }[],
): readonly Misread[] {
  return filters.flatMap(({ name, label, options }) => {
    const asked = call.request.query[name];
    if (options === undefined || asked === undefined) return [];
    return options.some(({ value }) => value === asked) ? [] : [{ label, value: textOf(asked) }];
  });
}

/** A number of something in the address: null when it is not given, and misread when it is no such number. */
export function numberAsked(
  call: OpenCall,
  name: string,
  label: string,
): { readonly number: number | null; readonly misread: readonly Misread[] } {
  const asked = call.request.query[name];
  if (asked === undefined || asked === '') return { number: null, misread: [] };
  if (typeof asked === 'string' && /^[1-9]\d{0,15}$/.test(asked))
    return { number: Number(asked), misread: [] };
  return { number: null, misread: [{ label, value: textOf(asked) }] };
}

/** Given twice or nested, it is shown as it came. */
export function textOf(asked: unknown): string {
  return typeof asked === 'string' ? asked : JSON.stringify(asked);
}
