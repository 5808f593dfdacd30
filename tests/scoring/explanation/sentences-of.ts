/** The sentences of a text: split at stops and line ends, list marks and addresses aside. */
export function sentencesIn(text: string): readonly string[] {
  return text
    .split(/\n|(?<=[.!?:])\s+(?=[\p{Lu}{(–])/u)
    .map((sentence) => sentence.replace(/^(–|\d+\.)\s*/u, '').trim())
    .filter((sentence) => /\p{L}/u.test(sentence) && !/^https?:/.test(sentence));
}

/** Words as a reader counts them: "€ 1 234,50" and "18. november 2026" hold no more than their parts joined by no-break spaces. */
export function wordsIn(sentence: string): number {
  return sentence.split(/[ \t]+/).filter((word) => /[\p{L}\d]/u.test(word)).length;
}
