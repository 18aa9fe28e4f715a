import { css } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { LinkButton, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import { useLocation, useParams } from 'react-router-dom';
import type { ApiFindingDetail } from '#contract';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useSettings } from '../../app/settings-context.ts';
import { chosenDataSource } from '../../prometheus/data-source.ts';
import { linkTo } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { CopyButton } from '../../shown/copy-button.tsx';
import { ObjectName } from '../../shown/object-name.tsx';
import { cutAt, lineOf } from '../../shown/safe-text.ts';
import { OwnerName } from '../../shown/owner-name.tsx';
import { SeverityBadge } from '../../shown/severity-badge.tsx';
import { TimeAgo } from '../../shown/time-ago.tsx';
import { SkeletonRows } from '../../shown/skeleton-rows.tsx';
import { FailureNotice } from '../../states/failure-notice.tsx';
import { AlertsOfFinding } from './alerts-of-finding.tsx';
import { Evidence } from './evidence.tsx';
import { exploreLink, exprOf } from './explore.ts';
import { Facts } from './facts.tsx';
import { GoneFinding } from './gone.tsx';
import { Related } from './related.tsx';
import { Remedy, WhyItMatters } from './remedy.tsx';
import { Section } from '../../shown/section.tsx';
import { Timeline } from './timeline.tsx';
import { WaiverPanel } from './waiver-panel.tsx';

/** Everything about one finding, under a link that stays the same through its whole life. */
export function FindingPage() {
  const { id = '' } = useParams();
  const { state } = useLocation();
  const finding = useAnswer('finding', { path: apiPath('findings', id), every: 60_000 });
  const { data } = finding;
  const gone = finding.isError && finding.error.kind === 'not-found';
  return (
    <PluginPage
      pageNav={{
        text: data === undefined || gone ? 'Finding' : cutAt(`${data.title}: ${lineOf(data.object.name)}`, 90),
        parentItem: { text: 'Findings', url: `${linkTo('findings')}${searchBefore(state)}` },
      }}
      renderTitle={() => <h1>{data === undefined || gone ? 'Finding' : data.title}</h1>}
      actions={data === undefined || gone ? undefined : <Actions finding={data} />}
    >
      {finding.isPending && <SkeletonRows rows={14} label="Loading the finding" />}
      {gone && <GoneFinding failure={finding.error} />}
      {finding.isError && !gone && (
        <FailureNotice failure={finding.error} of="The finding" onRetry={() => void finding.refetch()} />
      )}
      {data !== undefined && !gone && <Finding finding={data} />}
    </PluginPage>
  );
}

function Finding({ finding }: { readonly finding: ApiFindingDetail }) {
  const styles = useStyles2(getStyles);
  const check = useAnswer('check', { path: apiPath('checks', finding.check) });
  return (
    <div className={styles.frame} data-testid="finding">
      <div className={styles.what}>
        <Text element="p" variant="h4">
          <ObjectName object={finding.object} />: <ClusterText text={finding.message} most={600} />
        </Text>
        <div className={styles.brief}>
          <SeverityBadge severity={finding.severity} />
          <span>{finding.state}</span>
          <ClusterText text={finding.cluster} most={80} />
          <OwnerName team={finding.owner.team} />
          {finding.firstSeen !== undefined && (
            <span>
              first seen <TimeAgo at={finding.firstSeen} estimated={finding.estimated ?? false} />
            </span>
          )}
        </div>
      </div>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Evidence evidence={finding.evidence} />
          <WhyItMatters check={check.data} />
          <Remedy finding={finding} check={check.data} />
          {check.isError && (
            <FailureNotice
              failure={check.error}
              of={`The check ${finding.check}`}
              onRetry={() => void check.refetch()}
            />
          )}
          <Section framed title="Timeline">
            <Timeline history={finding.history} drift={finding.drift} rememberedSince={finding.rememberedSince} />
          </Section>
        </div>
        <div className={styles.column}>
          <Section framed title="Where and whose">
            <Facts finding={finding} />
          </Section>
          <WaiverPanel finding={finding} />
          <AlertsOfFinding finding={finding} />
          {check.data !== undefined && check.data.frameworks.length > 0 && (
            <Section framed title="Frameworks">
              <ul className={styles.frameworks}>
                {check.data.frameworks.map(({ framework, control, title }) => (
                  <li key={`${framework} ${control}`}>
                    <TextLink inline href={linkTo('compliance', [framework])}>
                      {`${framework} ${control}`}
                    </TextLink>{' '}
                    {title}
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
        <div className={styles.column}>
          <Related finding={finding} />
        </div>
      </div>
    </div>
  );
}

function Actions({ finding }: { readonly finding: ApiFindingDetail }) {
  const { dataSourceUid } = useSettings();
  const source = chosenDataSource(dataSourceUid);
  return (
    <Stack gap={1} wrap="wrap">
      <LinkButton size="sm" variant="secondary" icon="book-open" href={linkTo('checks', [finding.check])}>
        The check
      </LinkButton>
      {source !== undefined && (
        <LinkButton
          size="sm"
          variant="secondary"
          icon="compass"
          href={locationUtil.assureBaseUrl(exploreLink(source.uid, exprOf(finding)))}
        >
          Explore
        </LinkButton>
      )}
      <CopyButton text={window.location.href} what="link" />
    </Stack>
  );
}

/** The filters of the list that the finding was opened from, to go back to. */
function searchBefore(state: unknown): string {
  if (typeof state !== 'object' || state === null || !('from' in state) || typeof state.from !== 'string') return '';
  return state.from.startsWith('?') ? state.from : '';
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ containerType: 'inline-size' }),
  brief: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    marginTop: theme.spacing(1),
    color: theme.colors.text.secondary,
  }),
  what: css({ marginBottom: theme.spacing(2), overflowWrap: 'anywhere' }),
  columns: css({
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 1fr)',
    '@container (min-width: 900px)': {
      gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
      gridTemplateRows: 'auto 1fr',
      '& > :first-child': { gridRow: 'span 2' },
    },
    '@container (min-width: 1600px)': {
      gridTemplateColumns: 'minmax(0, 5fr) minmax(0, 4fr) minmax(0, 4fr)',
      gridTemplateRows: 'auto',
      '& > :first-child': { gridRow: 'auto' },
    },
  }),
  column: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), minWidth: 0 }),
  frameworks: css({ margin: 0, paddingInlineStart: theme.spacing(2.5) }),
});
