import type { Routes } from '../http/route.ts';
import { healthRoutes } from './health.ts';
import { languageRoutes } from './language.ts';
import { signInRoutes } from './sign-in.ts';

/** Every group of routes; each file of this folder that declares routes has a line here. */
export const ROUTES: readonly ((routes: Routes) => void)[] = [healthRoutes, languageRoutes, signInRoutes];
