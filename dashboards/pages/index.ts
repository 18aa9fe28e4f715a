import { changes } from './changes.ts';
import { debug } from './debug.ts';
import { executive } from './executive.ts';
import { exporter } from './exporter.ts';
import { onCall } from './on-call.ts';
import type { Page } from './page.ts';
import { slo } from './slo.ts';

/** Every dashboard, in the order of the menu. */
export const pages: readonly Page[] = [executive, onCall, slo, changes, debug, exporter];
