import { css, cx } from '@emotion/css';
import {
  type AppPlugin,
  type AppPluginMeta,
  type GrafanaTheme2,
  PluginContextProvider,
  PluginIncludeType,
  type PluginInclude,
} from '@grafana/data';
import { hasPermission, locationSearchToObject, locationService, config, PluginPage } from '@grafana/runtime';
import { ErrorBoundaryAlert, useStyles2 } from '@grafana/ui';
import { useEffect, useLayoutEffect, useState } from 'react';
import { Navigate, Route, Router, Routes } from 'react-router-dom';

interface Props {
  readonly plugin: AppPlugin;
  readonly meta: AppPluginMeta;
}

interface ChromeProps extends Props {
  /** Called once all of it stands. */
  readonly onDrawn: () => void;
}

const history = locationService.getHistory();

/** Grafana around the app: its navigation, its router, and the page of its configuration. */
export function Chrome({ plugin, meta, onDrawn }: ChromeProps) {
  const styles = useStyles2(getStyles);
  const [location, setLocation] = useState(history.location);
  // Before effects run, or the first redirect of the app is missed.
  useLayoutEffect(() => history.listen(setLocation), []);
  useEffect(() => {
    onDrawn();
    // oxlint-disable-next-line react/exhaustive-deps -- once
  }, []);
  useEffect(() => {
    document.addEventListener('click', followInApp);
    return () => document.removeEventListener('click', followInApp);
  }, []);
  const Root = plugin.root;
  if (Root === undefined) throw new Error('the app has no root page');
  const base = `/a/${meta.id}`;
  const pages = (meta.includes ?? []).filter(isAllowed);
  const landing = pages.find(({ defaultNav }) => defaultNav === true)?.path ?? base;
  return (
    <Router location={location} navigator={history}>
      <div className={styles.layout}>
        <SideNav title={meta.name} pages={pages} path={location.pathname} />
        <main className={styles.main} id="pageContent">
          <ErrorBoundaryAlert boundaryName="plugin-host">
            <PluginContextProvider meta={meta}>
              <Routes>
                <Route
                  path={`${base}/*`}
                  element={
                    <Root
                      meta={meta}
                      basename={base}
                      path={location.pathname}
                      query={locationSearchToObject(location.search)}
                      onNavChanged={() => {}}
                    />
                  }
                />
                <Route path={`/plugins/${meta.id}`} element={<ConfigPages plugin={plugin} meta={meta} />} />
                <Route path="/" element={<Navigate replace to={landing} />} />
                <Route path="*" element={<Elsewhere path={`${location.pathname}${location.search}`} />} />
              </Routes>
            </PluginContextProvider>
          </ErrorBoundaryAlert>
        </main>
      </div>
    </Router>
  );
}

function SideNav({ title, pages, path }: { title: string; pages: readonly PluginInclude[]; path: string }) {
  const styles = useStyles2(getStyles);
  return (
    <nav aria-label="Navigation" className={styles.nav}>
      <div className={styles.navTitle}>{title}</div>
      <ul>
        {pages.map(({ path: to = '', name }) => (
          <li key={to}>
            <a
              href={to}
              className={cx(styles.link, path.startsWith(to) && styles.active)}
              aria-current={path.startsWith(to) ? 'page' : undefined}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function ConfigPages({ plugin, meta }: Props) {
  const [page] = plugin.configPages ?? [];
  return (
    <PluginPage pageNav={{ text: meta.name, subTitle: meta.info.description }}>
      {page === undefined ? <p>The app has no configuration.</p> : <page.body plugin={plugin} query={{}} />}
    </PluginPage>
  );
}

/** Where links lead that belong to other parts of Grafana, such as Explore. */
function Elsewhere({ path }: { readonly path: string }) {
  return (
    <PluginPage pageNav={{ text: 'Elsewhere in Grafana' }}>
      <p>The stand-in has no such page:</p>
      <code data-testid="elsewhere">{path}</code>
    </PluginPage>
  );
}

function isAllowed({ type, path, addToNav, action, role }: PluginInclude): boolean {
  if (type !== PluginIncludeType.page || path === undefined || addToNav !== true) return false;
  if (action !== undefined) return hasPermission(action);
  return ranks.indexOf(config.bootData.user.orgRole) >= ranks.indexOf(role ?? 'Viewer');
}

const ranks = ['Viewer', 'Editor', 'Admin'];

/** Links to the same Grafana change the page without loading it anew. */
function followInApp(event: MouseEvent): void {
  const anchor = event.target instanceof Element ? event.target.closest('a') : null;
  if (anchor === null || event.defaultPrevented || event.metaKey || event.ctrlKey || event.button !== 0) return;
  const away =
    anchor.origin !== window.location.origin || anchor.target === '_blank' || anchor.hasAttribute('download');
  if (away || !anchor.hasAttribute('href')) return;
  event.preventDefault();
  locationService.push(`${anchor.pathname}${anchor.search}${anchor.hash}`);
}

function getStyles(theme: GrafanaTheme2) {
  return {
    layout: css({ display: 'flex', minHeight: '100vh', background: theme.colors.background.canvas }),
    main: css({ display: 'flex', flexDirection: 'column', flex: 1, minWidth: 0 }),
    nav: css({
      width: 200,
      flexShrink: 0,
      padding: theme.spacing(2, 1),
      background: theme.colors.background.primary,
      borderRight: `1px solid ${theme.colors.border.weak}`,
      ul: { listStyle: 'none' },
      // As Grafana does: on narrow screens the page has the whole width.
      [theme.breakpoints.down('lg')]: { display: 'none' },
      '@media print': { display: 'none' },
    }),
    navTitle: css({ fontWeight: theme.typography.fontWeightMedium, padding: theme.spacing(1) }),
    link: css({
      display: 'block',
      padding: theme.spacing(0.75, 1),
      borderRadius: theme.shape.radius.default,
      color: theme.colors.text.secondary,
      '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
    }),
    active: css({
      background: theme.colors.action.selected,
      color: theme.colors.text.primary,
      boxShadow: `inset 3px 0 ${theme.colors.primary.main}`,
    }),
  };
}
