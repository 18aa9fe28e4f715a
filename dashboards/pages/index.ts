import { executive } from './executive.ts';
import type { Page } from './page.ts';

/** Every dashboard, in the order of the menu. */
export const pages: readonly Page[] = [executive];
