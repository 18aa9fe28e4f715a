import { Alert, Stack, TextLink } from '@grafana/ui';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { usePageScope } from '../../panels/page-scope.ts';
import { linkTo } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { counted } from '../../shown/count.ts';
import { Quiet } from '../../states/quiet.tsx';
import { AnsweredSection } from '../../states/answered-section.tsx';
import { endedWithin } from './alert-words.ts';
import { Alerts } from './alerts.tsx';
import { type Blind, sightOf } from './certainty.ts';
import { contactsOf, withoutOwner } from './contacts.ts';
import { ContactList } from './contact-list.tsx';
import { CriticalFindings } from './critical-findings.tsx';
import { DeployWindows } from './deploy-windows.tsx';
import { RecentChanges } from './recent-changes.tsx';
import { Rejects } from './rejects.tsx';
import { TeamPicker } from './team-picker.tsx';
import { useAssigned } from './use-assigned.ts';

const within = ({ from, to }: { readonly from: number; readonly to: number }, at: string) =>
  Date.parse(at) >= from && Date.parse(at) <= to;

/** What the exporter knows and no metric tells: which findings, whose, since when, and what happened around them. Eight questions. */
export function OnCallDetail() {
  const scope = usePageScope();
  const cluster = scope.clusters;
  const assigned = useAssigned();
  const owner = assigned.only ? assigned.mine : [];
  const critical = { severity: 'critical', cluster, owner };

  const clusters = useAnswer('clusters', {
    path: apiPath('clusters'),
    query: { cluster, sort: 'worst', limit: '100' },
  });
  const findings = useAnswer('findings', {
    path: apiPath('findings'),
    query: { ...critical, sort: 'newest', limit: '50' },
    keep: true,
  });
  const groups = useAnswer('findingGroups', {
    path: apiPath('findings', 'groups'),
    query: { severity: 'critical', cluster, by: 'owner', limit: '100' },
  });
  const firing = useAnswer('alerts', {
    path: apiPath('alerts'),
    query: { state: 'firing', cluster, owner, limit: '50' },
  });
  const ended = useAnswer('alerts', {
    path: apiPath('alerts'),
    query: { state: 'resolved', cluster, owner, limit: '50' },
  });
  const rejects = useAnswer('rejects', { path: apiPath('rejects'), query: { cluster, owner, limit: '20' } });
  const drift = useAnswer('drift', { path: apiPath('drift'), query: { cluster, owner, limit: '50' } });
  const windows = useAnswer('deployWindows', {
    path: apiPath('deploy-windows'),
    query: { cluster, state: ['active', 'upcoming'], limit: '50' },
  });

  const sight = clusters.data === undefined ? undefined : sightOf(clusters.data);
  return (
    <div data-testid="on-call-detail">
      {sight !== undefined && sight.blind.length > 0 && <NotSeen blind={sight.blind} />}
      <AnsweredSection
        title="Active critical findings"
        answer={findings}
        beside={<TeamPicker assigned={assigned} groups={groups.data?.items} />}
      >
        {(page) => <CriticalFindings page={page} query={critical} sight={sight} narrowed={assigned.only} />}
      </AnsweredSection>
      <AnsweredSection title="Firing alerts" answer={firing}>
        {({ items }) =>
          items.length === 0 ? (
            <Quiet means="none">
              No alert that reached the exporter is firing. It knows what Alertmanager sends it; the panels below show
              what Prometheus evaluates.
            </Quiet>
          ) : (
            <Alerts label="Firing alerts" alerts={items} />
          )
        }
      </AnsweredSection>
      <AnsweredSection title="Deploy windows" answer={windows}>
        {({ items }) =>
          items.length === 0 ? (
            <Quiet means="none">No deploy window is open or announced.</Quiet>
          ) : (
            <DeployWindows windows={items} />
          )
        }
      </AnsweredSection>
      <AnsweredSection title="Alerts that ended in this time" answer={ended}>
        {({ items }) => <Ended alerts={endedWithin(items, scope.from, scope.to)} anyAtAll={items.length > 0} />}
      </AnsweredSection>
      <AnsweredSection title="What changed past GitOps in this time" answer={drift}>
        {({ items }) => {
          const shown = items.filter(({ at }) => within(scope, at));
          if (shown.length > 0) return <RecentChanges events={shown} />;
          return (
            <Quiet means="none">
              No change past GitOps was seen{items.length > 0 ? ' in this time; earlier ones are known' : ''}. Objects
              that no GitOps tool manages are not watched for it.
            </Quiet>
          );
        }}
      </AnsweredSection>
      <AnsweredSection title="Admission rejects" answer={rejects}>
        {(page) => <Rejects page={page} />}
      </AnsweredSection>
      <AnsweredSection title="Owner contacts" answer={groups}>
        {({ items }) => (
          <ContactList
            teams={contactsOf(items, findings.data?.items ?? [])}
            ownerless={withoutOwner(items)}
            clusters={cluster}
          />
        )}
      </AnsweredSection>
    </div>
  );
}

function NotSeen({ blind }: { readonly blind: readonly Blind[] }) {
  return (
    <Alert
      severity="warning"
      title={`${counted(blind.length, 'cluster')} cannot be seen whole: there may be more than is listed`}
      data-testid="blind-spots"
    >
      <Stack direction="column" gap={0.5}>
        {blind.slice(0, 10).map(({ cluster, why }) => (
          <span key={cluster}>
            <TextLink href={linkTo('clusters', [cluster])} inline>
              {cluster}
            </TextLink>
            : <ClusterText text={why} most={300} />
          </span>
        ))}
        {blind.length > 10 && <span>and {blind.length - 10} more</span>}
      </Stack>
    </Alert>
  );
}

function Ended({
  alerts,
  anyAtAll,
}: {
  readonly alerts: Parameters<typeof Alerts>[0]['alerts'];
  readonly anyAtAll: boolean;
}) {
  if (alerts.length > 0) return <Alerts label="Alerts that ended" alerts={alerts} />;
  if (anyAtAll) return <Quiet means="none">None ended in this time; earlier ones are known.</Quiet>;
  return (
    <Quiet means="unknown">
      No alert is remembered. Alertmanager tells the exporter of alerts through a receiver that posts to it; without one
      this list stays empty.
    </Quiet>
  );
}
