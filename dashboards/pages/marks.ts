import { metrics, select } from '#contract';
import { foreign } from '../../alerts/foreign.ts';
import { tone } from '../panels/colours.ts';
import { ofCluster, ofClusterOrNone } from '../panels/expressions.ts';
import type { Mark } from './page.ts';

/** Alerts that call somebody. */
export const pagesThatFired: Mark = {
  name: 'Pages',
  expr: `max by (alertname, cluster) (${select(foreign.alerts, { product: 'plumbline', alertstate: 'firing', notify: 'page', ...ofClusterOrNone })})`,
  title: '{{alertname}} {{cluster}}',
  colour: tone.bad,
};

/** Deploy windows that were open. */
export const deployWindowsOpen: Mark = {
  name: 'Deploy windows',
  expr: `max by (cluster, change_id) (${select(metrics.deployWindowActive, ofCluster)})`,
  title: '{{change_id}} {{cluster}}',
  colour: tone.plain,
};
