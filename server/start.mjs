// `npm start`: installs what is missing, then serves.
import { installIfNeeded } from './install.mjs';

installIfNeeded();
const { register } = await import('tsx/esm/api');
register();
const { serve } = await import('./main.ts');
process.exitCode = await serve(process.argv.slice(2));
