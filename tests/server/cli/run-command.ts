import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { main } from '../../../server/cli/main.ts';

/** A command run in this process, with what it wrote. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runCommand(...argv: readonly string[]): Promise<Ran> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const said = Promise.all([text(out), text(err)]);
  const code = await main(argv, { stdout: out, stderr: err });
  out.end();
  err.end();
  const [stdout, stderr] = await said;
  return { code, stdout, stderr };
}
