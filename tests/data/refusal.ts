/** Why the work was refused. Fails when it was not: a test of a refusal must see one. */
export async function refusalOf(work: PromiseLike<unknown>): Promise<string> {
  let error: unknown;
  try {
    await work;
  } catch (reason) {
    error = reason;
  }
  if (!(error instanceof Error)) throw new Error('it went through, although it should be refused');
  return error.message;
}
