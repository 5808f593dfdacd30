import path from 'node:path';
import { filesOfFolder } from '../../data/files/record-folder.ts';
import type { SamplePortfolio } from '../../data/sample/portfolios.ts';
import type { WrittenSample } from '../../data/sample/write-sample.ts';
import type { Portfolio } from '../../data/stores/portfolios.ts';
import type { ActionContext } from './action.ts';
import { importFile } from './import-file.ts';
import { openPortfolio } from './open-portfolio.ts';

export interface SampleLoaded {
  readonly kind: 'loaded';
  readonly portfolios: readonly Portfolio[];
  /** Rows that went in, and rows that were there already. */
  readonly accepted: number;
  readonly known: number;
}

export interface SampleRefused {
  readonly kind: 'refused';
  readonly reason: string;
}

/** Takes a written sample into portfolios of its own. The file of true probabilities stays where it is. */
export async function loadSample(
  context: ActionContext,
  sample: WrittenSample,
  onFile: (portfolio: string, fileName: string) => void = () => undefined,
): Promise<SampleLoaded | SampleRefused> {
  const portfolios: Portfolio[] = [];
  let accepted = 0;
  let known = 0;
  for (const { portfolio: wanted, folder } of sample.portfolios) {
    const opened = await openPortfolio(context, portfolioWanted(wanted));
    if (opened.kind === 'refused') return opened;
    portfolios.push(opened.portfolio);
    for (const { path: file, type } of await filesOfFolder(folder)) {
      const fileName = path.basename(file);
      onFile(wanted.name, fileName);
      const refusedFile = path.join(folder, `${type}.refused.csv`);
      const done = await importFile(context, {
        portfolio: opened.portfolio,
        path: file,
        fileName,
        as: type,
        sample: true,
        refusedFile,
      });
      if (done.kind === 'refused')
        return { kind: 'refused', reason: `${wanted.name}/${fileName}: ${done.reason}` };
      if (done.refused > 0) {
        return {
          kind: 'refused',
          reason: `${wanted.name}/${fileName}: ${done.refused} rows refused, see ${refusedFile}`,
        };
      }
      accepted += done.accepted;
      known += done.known;
    }
  }
  return { kind: 'loaded', portfolios, accepted, known };
}

function portfolioWanted(wanted: SamplePortfolio) {
  return { ...wanted, sample: true };
}
