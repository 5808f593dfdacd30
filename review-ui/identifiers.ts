/** Longer than this, a number that is kept whole would not fit a phone. */
const WHOLE_AT_MOST = 24;
/** Parts joined by hyphens, with a digit after one: `A-0000090-3`, `VL-2024`, a day. */
const IDENTIFIER = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*-\p{N}[\p{L}\p{N}]*(?:-[\p{L}\p{N}]+)*/gu;

/** HTML of a text in which a claim's or a case's number never breaks at its hyphen. */
export function keepIdentifiersWhole(text: string, escape: (text: string) => string): string {
  let html = '';
  let after = 0;
  for (const { 0: found, index } of text.matchAll(IDENTIFIER)) {
    if (found.length > WHOLE_AT_MOST) continue;
    html += `${escape(text.slice(after, index))}<span class="whole">${escape(found)}</span>`;
    after = index + found.length;
  }
  return html + escape(text.slice(after));
}
