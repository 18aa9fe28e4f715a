import { type FieldConfigSource } from '@grafana/data';
import { getExploreURL, sceneGraph, SceneQueryRunner, VizPanel, VizPanelMenu } from '@grafana/scenes';
import { type Panel, readsPrometheus } from '../../../dashboards/panels/panel.ts';
import { dataOf } from './data.ts';
import { fieldsOf } from './fields.ts';
import { optionsOf, pluginOf } from './options.ts';

const plain: FieldConfigSource = { defaults: {}, overrides: [] };

/** A panel of the catalogue as Scenes draws it, with a way to Explore and to where its links lead. */
export function vizPanelOf(panel: Panel): VizPanel {
  const menu = new VizPanelMenu({});
  menu.addActivationHandler(() => void fillMenu(menu, panel));
  return new VizPanel({
    key: panel.id,
    title: panel.title,
    description: panel.description,
    pluginId: pluginOf[panel.kind],
    options: optionsOf(panel),
    fieldConfig: readsPrometheus(panel) ? fieldsOf(panel) : plain,
    menu,
    ...(readsPrometheus(panel) ? { $data: dataOf(panel) } : {}),
  });
}

async function fillMenu(menu: VizPanelMenu, panel: Panel): Promise<void> {
  const shown = menu.parent;
  const links = (panel.links ?? []).map(({ title, url }) => ({ text: title, href: sceneGraph.interpolate(menu, url) }));
  menu.setState({ items: links });
  if (!(shown instanceof VizPanel) || !readsPrometheus(panel)) return;
  const { data } = sceneGraph.getData(shown).state;
  const href = data === undefined ? undefined : await getExploreURL(data, shown, data.timeRange);
  if (href !== undefined) menu.setState({ items: [{ text: 'Explore', iconClassName: 'compass', href }, ...links] });
}

/** The runner that asks for the data of a panel, below its transformations; undefined for panels of words. */
export function runnerOf(panel: VizPanel): SceneQueryRunner | undefined {
  const found = sceneGraph.findObject(panel, (object) => object instanceof SceneQueryRunner);
  return found instanceof SceneQueryRunner ? found : undefined;
}
