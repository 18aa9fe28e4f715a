import { cx } from '@emotion/css';
import type { NavModelItem } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { type SceneObject, UrlSyncContextProvider } from '@grafana/scenes';
import { LinkButton } from '@grafana/ui';
import { type ComponentType, type ReactNode, useState } from 'react';
import { useLocation } from 'react-router-dom';
import { type Page, panelsOf } from '../../../dashboards/pages/page.ts';
import { useSettings } from '../app/settings-context.ts';
import { chosenDataSource, hasDataSource } from '../prometheus/data-source.ts';
import { NoPrometheus } from '../states/no-prometheus.tsx';
import { PageScopeContext, scopeOfUrl } from './page-scope.ts';
import { printedClass, PrintStyles, sheet } from './print-styles.tsx';
import { isPrintView, printViewOf } from './print-view.ts';
import { sceneOfPage } from './scene-of-page.ts';
import { usePrintWhenReady } from './use-print-when-ready.ts';

interface Props {
  readonly page: Page;
  /** What the page is called in the app, and what it lies below. */
  readonly nav: NavModelItem;
  /** Stands above the panels and reads Prometheus as they do; made once, since an object of a scene has one place. */
  readonly lead?: () => SceneObject;
  /** Stands above the panels and reads the exporter: shown without a Prometheus too. */
  readonly detail?: ComponentType;
}

/** A page of the panel catalogue in the app, with its time range and variables in the URL, and a view of it for paper. */
export function ScenePage({ page, nav, lead, detail: Detail }: Props) {
  const { dataSourceUid } = useSettings();
  const { pathname, search } = useLocation();
  const [print] = useState(() => isPrintView(search));
  const [unscoped] = useState(() => scopeOfUrl(search, Date.now()));
  const source = chosenDataSource(dataSourceUid)?.uid;
  if (source === undefined) {
    return (
      <PluginPage pageNav={nav} subTitle={page.description}>
        <NoPrometheus />
        <PageScopeContext.Provider value={unscoped}>{Detail !== undefined && <Detail />}</PageScopeContext.Provider>
      </PluginPage>
    );
  }
  const scene = <Scene page={page} source={source} lead={lead} detail={Detail} print={print} />;
  if (print) return <Sheets title={`${nav.text}: ${page.description}`}>{scene}</Sheets>;
  return (
    <PluginPage
      pageNav={nav}
      subTitle={page.description}
      actions={
        <LinkButton
          variant="secondary"
          fill="outline"
          icon="file-alt"
          target="_blank"
          href={printViewOf(pathname, search)}
          tooltip="Opens the page as it goes to paper, or to a PDF"
        >
          Print
        </LinkButton>
      }
    >
      <PrintStyles />
      <div className={printedClass}>{scene}</div>
    </PluginPage>
  );
}

function Sheets({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <PrintStyles />
      <div className={cx(printedClass, sheet)}>
        <h1>{title}</h1>
        {children}
      </div>
    </>
  );
}

interface SceneProps extends Pick<Props, 'page' | 'lead' | 'detail'> {
  readonly source: string;
  readonly print: boolean;
}

function Scene({ page, source, lead, detail, print }: SceneProps) {
  const [scene] = useState(() =>
    sceneOfPage(page, {
      dataSource: source,
      ...(lead === undefined ? {} : { lead: lead() }),
      ...(detail === undefined ? {} : { detail }),
      print,
      logs: panelsOf(page).some(({ kind }) => kind === 'logs') && hasDataSource('loki'),
    }),
  );
  usePrintWhenReady(scene, print);
  return (
    <UrlSyncContextProvider scene={scene} updateUrlOnInit={!print} createBrowserHistorySteps>
      <scene.Component model={scene} />
    </UrlSyncContextProvider>
  );
}
