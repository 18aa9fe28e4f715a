import { PluginPage } from '@grafana/runtime';
import { UrlSyncContextProvider } from '@grafana/scenes';
import { type ReactNode, useState } from 'react';
import type { Page } from '../../../dashboards/pages/page.ts';
import { useSettings } from '../app/settings-context.ts';
import { chosenDataSource } from '../prometheus/data-source.ts';
import { NoPrometheus } from '../states/no-prometheus.tsx';
import { sceneOfPage } from './scene-of-page.ts';

interface Props {
  readonly page: Page;
  /** What the page is called in the app. */
  readonly title: string;
  /** What stands above the panels. */
  readonly children?: ReactNode;
}

/** A page of the panel catalogue in the app, with its time range and variables in the URL. */
export function ScenePage({ page, title, children }: Props) {
  const { dataSourceUid } = useSettings();
  const source = chosenDataSource(dataSourceUid)?.uid;
  return (
    <PluginPage pageNav={{ text: title }} subTitle={page.description}>
      {children}
      {source === undefined ? <NoPrometheus /> : <Scene page={page} source={source} />}
    </PluginPage>
  );
}

function Scene({ page, source }: { readonly page: Page; readonly source: string }) {
  const [scene] = useState(() => sceneOfPage(page, source));
  return (
    <UrlSyncContextProvider scene={scene} updateUrlOnInit createBrowserHistorySteps>
      <scene.Component model={scene} />
    </UrlSyncContextProvider>
  );
}
