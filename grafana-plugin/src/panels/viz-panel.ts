import { type FieldConfigSource, locationUtil } from '@grafana/data';
import { getExploreURL, sceneGraph, VizPanel, VizPanelMenu } from '@grafana/scenes';
import { type Panel, readsPrometheus } from '../../../dashboards/panels/panel.ts';
import { dataOf } from './data.ts';
import { fieldsOf } from './fields.ts';
import { inAppUrl } from './in-app-url.ts';
import { optionsOf, pluginOf } from './options.ts';

const plain: FieldConfigSource = { defaults: {}, overrides: [] };

/** A panel of the catalogue as Scenes draws it, with a way to Explore and to where its links lead. */
export function vizPanelOf(panel: Panel): VizPanel {
  const data = dataOf(panel);
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
    ...(data === undefined ? {} : { $data: data }),
  });
}

async function fillMenu(menu: VizPanelMenu, panel: Panel): Promise<void> {
  const shown = menu.parent;
  const links = (panel.links ?? []).map(({ title, url }) => ({
    text: title,
    href: locationUtil.assureBaseUrl(sceneGraph.interpolate(menu, inAppUrl(url))),
  }));
  menu.setState({ items: links });
  if (!(shown instanceof VizPanel) || !readsPrometheus(panel)) return;
  const { data } = sceneGraph.getData(shown).state;
  const href = data === undefined ? undefined : await getExploreURL(data, shown, data.timeRange);
  if (href !== undefined) menu.setState({ items: [{ text: 'Explore', iconClassName: 'compass', href }, ...links] });
}
