import { css } from '@emotion/css';
import type { GrafanaTheme2, NavModelItem } from '@grafana/data';
import { type PluginPageProps } from '@grafana/runtime';
import { Tab, TabsBar, useStyles2 } from '@grafana/ui';
import { useLayoutEffect } from 'react';

/** The frame that Grafana gives to pages of apps: where one is, the title with what can be done, tabs and the page. */
export function PageFrame({ pageNav, renderTitle, subTitle, actions, info, children }: PluginPageProps) {
  const styles = useStyles2(getStyles);
  const title = pageNav?.text ?? '';
  const tabs = pageNav?.children ?? [];
  useLayoutEffect(() => {
    document.title = [
      ...trail(pageNav)
        .map(({ text }) => text)
        .reverse(),
      'Plumbline posture',
      'Grafana',
    ].join(' - ');
  }, [pageNav]);
  return (
    <div className={styles.page}>
      <nav aria-label="Breadcrumbs" className={styles.breadcrumbs}>
        <ol>
          {trail(pageNav).map(({ text, url }, index, all) => (
            <li key={`${index} ${text}`}>
              {url === undefined || index === all.length - 1 ? <span>{text}</span> : <a href={url}>{text}</a>}
            </li>
          ))}
        </ol>
      </nav>
      <div className={styles.heading}>
        <div>
          {renderTitle === undefined ? <h1>{title}</h1> : renderTitle(title)}
          {(subTitle ?? pageNav?.subTitle) !== undefined && (
            <div className={styles.subTitle}>{subTitle ?? pageNav?.subTitle}</div>
          )}
        </div>
        {info?.map(({ label, value }) => (
          <dl key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </dl>
        ))}
        <div className={styles.actions}>{actions}</div>
      </div>
      {tabs.length > 0 && (
        <TabsBar>
          {tabs
            .filter(({ hideFromTabs }) => hideFromTabs !== true)
            .map(({ text, url, active }) => (
              <Tab key={text} label={text} active={active === true} href={url} />
            ))}
        </TabsBar>
      )}
      <div className={styles.body}>{children}</div>
    </div>
  );
}

/** From the outermost page to this one; tabs are no step of it. */
function trail(item: NavModelItem | undefined): readonly NavModelItem[] {
  return item === undefined ? [] : [...trail(item.parentItem), item];
}

function getStyles(theme: GrafanaTheme2) {
  return {
    page: css({ display: 'flex', flexDirection: 'column', flex: 1, minWidth: 0, padding: theme.spacing(2, 3) }),
    breadcrumbs: css({
      color: theme.colors.text.secondary,
      marginBottom: theme.spacing(1),
      ol: { display: 'flex', flexWrap: 'wrap', listStyle: 'none' },
      'li:not(:last-child)::after': { content: '"›"', padding: theme.spacing(0, 1) },
    }),
    heading: css({
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(2),
      alignItems: 'flex-start',
      marginBottom: theme.spacing(2),
      h1: { margin: 0 },
    }),
    subTitle: css({ color: theme.colors.text.secondary, marginTop: theme.spacing(0.5) }),
    actions: css({ display: 'flex', gap: theme.spacing(1), marginLeft: 'auto' }),
    body: css({ display: 'flex', flexDirection: 'column', flex: 1, minWidth: 0 }),
  };
}
