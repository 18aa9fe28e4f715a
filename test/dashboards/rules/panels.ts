import { severities } from '#contract';
import { severityColour, tone } from '../../../dashboards/panels/colours.ts';
import { allPanels, dataPanels, promqlPanels, type OverrideModel, type PanelModel } from '../dashboard-model.ts';
import { repeated, type DashboardRule } from './rule.ts';

type Step = { readonly value: number | null; readonly color: string };

/** Steps of a panel and of its columns. */
function stepsOf({ fieldConfig }: PanelModel): readonly (readonly Step[])[] {
  const ofColumns = (fieldConfig?.overrides ?? []).flatMap(({ properties }) =>
    properties.filter(({ id }) => id === 'thresholds').map(({ value }) => (value as { readonly steps: Step[] }).steps),
  );
  return [fieldConfig?.defaults.thresholds?.steps ?? [], ...ofColumns];
}

function colourOf({ properties }: OverrideModel): string | undefined {
  const colour = properties.find(({ id }) => id === 'color')?.value as { readonly fixedColor?: string } | undefined;
  return colour?.fixedColor;
}

function named(panels: readonly PanelModel[]): readonly string[] {
  return panels.map(({ title }) => `"${title}"`);
}

/** Rules about single panels. */
export const panelRules: readonly DashboardRule[] = [
  {
    name: 'says in each panel what it shows',
    objections: (dashboard) =>
      named(
        dataPanels(dashboard).filter(({ title = '', description = '' }) => title === '' || description.length < 30),
      ),
  },
  {
    name: 'gives each panel a unit',
    objections: (dashboard) => named(promqlPanels(dashboard).filter(({ fieldConfig }) => !fieldConfig?.defaults.unit)),
  },
  {
    name: 'asks the chosen data source in each panel, by queries of different names',
    objections: (dashboard) =>
      dataPanels(dashboard).flatMap(({ title, type, datasource, targets = [] }) => {
        const chosen = type === 'logs' ? '${logs}' : '${datasource}';
        const elsewhere = [datasource, ...targets.map((target) => target.datasource)].some(
          (one) => one?.uid !== chosen,
        );
        return [
          ...(elsewhere ? [`"${title}" asks another data source`] : []),
          ...(targets.length === 0 ? [`"${title}" asks nothing`] : []),
          ...repeated(targets.map(({ refId }) => refId)).map((refId) => `"${title}" has two queries ${refId}`),
        ];
      }),
  },
  {
    name: 'says in each panel what nothing means',
    objections: (dashboard) =>
      named(dataPanels(dashboard).filter(({ fieldConfig }) => (fieldConfig?.defaults.noValue ?? '').length < 10)),
  },
  {
    name: 'paints what is absent neutral',
    objections: (dashboard) =>
      named(
        promqlPanels(dashboard).filter((panel) =>
          stepsOf(panel).some(([lowest]) => lowest?.value !== null || lowest.color !== tone.neutral),
        ),
      ),
  },
  {
    name: 'gives severities the same colours everywhere',
    objections: (dashboard) =>
      allPanels(dashboard).flatMap(({ title, fieldConfig }) =>
        (fieldConfig?.overrides ?? []).flatMap((override) => {
          const severity = severities.find((name) => name === override.matcher.options);
          const colour = colourOf(override);
          if (severity === undefined || colour === undefined || colour === severityColour[severity]) return [];
          return [`"${title}" paints ${severity} ${colour}`];
        }),
      ),
  },
];
