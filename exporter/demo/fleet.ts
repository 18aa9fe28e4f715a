import type { DemoCluster } from './cluster.ts';
import { prodEu } from './clusters/prod-eu.ts';
import { prodUs } from './clusters/prod-us.ts';
import { staging } from './clusters/staging.ts';

/** The clusters of the demo, as they are before anything happens. */
export function fleet(): Promise<readonly DemoCluster[]> {
  return Promise.all([prodEu(), prodUs(), staging()]);
}
