import type { PluginExtensionAddedLinkConfig } from '@grafana/data';
import { linkTo } from '../routes.ts';
import { asksForPosture, findingsOfLabels, findingsOfSeries, type Labels } from './finding-links.ts';

/** What Grafana hands over at the places below, as far as we read it; it is Grafana's to change, so nothing is taken for granted. */
interface Context {
  readonly targets?: readonly unknown[];
  readonly data?: { readonly series?: readonly { readonly fields?: readonly { readonly labels?: Labels }[] }[] };
  readonly instance?: { readonly labels?: Labels };
  readonly rule?: { readonly labels?: Labels };
}

/** Links of ours in other places of Grafana; plugin.json lists the same ones, since Grafana reads them before any code. */
export const addedLinks: readonly PluginExtensionAddedLinkConfig<Context>[] = [
  {
    title: 'Open posture findings',
    description: 'The findings behind what this panel shows.',
    targets: ['grafana/dashboard/panel/menu', 'grafana/explore/toolbar/action'],
    path: linkTo('findings'),
    icon: 'shield',
    configure: (context) =>
      asksForPosture(context?.targets) ? { path: findingsOfSeries(labelsOf(context)) } : undefined,
  },
  {
    title: 'Open the finding',
    description: 'The findings that this alert is about.',
    targets: ['grafana/alerting/instance/action', 'grafana/alerting/alertingrule/action'],
    path: linkTo('findings'),
    icon: 'shield',
    configure: (context) => {
      const path = findingsOfLabels(context?.instance?.labels ?? context?.rule?.labels);
      return path === undefined ? undefined : { path };
    },
  },
  {
    title: 'Search posture findings',
    description: 'Search the findings of all clusters.',
    targets: ['grafana/commandpalette/action'],
    path: linkTo('findings'),
    icon: 'shield',
  },
];

function labelsOf(context: Readonly<Context> | undefined): readonly Labels[] {
  return (context?.data?.series ?? []).map(
    ({ fields }) => fields?.find(({ labels }) => labels !== undefined)?.labels ?? {},
  );
}
