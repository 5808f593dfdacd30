/** What is wrong with one field of a form that came back; the text says how to mend it. */
export interface FieldError {
  readonly field: string;
  readonly text: string;
}

export function errorOf(errors: readonly FieldError[], field: string): string | undefined {
  return errors.find((error) => error.field === field)?.text;
}
