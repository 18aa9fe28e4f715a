import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2, type IconName } from '@grafana/ui';
import type { ApiDriftEvent, ApiTransition } from '#contract';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { fullTime, TimeAgo } from '../../shown/time-ago.tsx';
import { driftInWords, stepInWords, timelineOf } from './timeline-entries.ts';

interface Props {
  readonly history: readonly ApiTransition[];
  readonly drift: readonly ApiDriftEvent[];
  /** Since when anything is remembered of the cluster. */
  readonly rememberedSince?: string | undefined;
}

/** The life of the finding and the changes past GitOps to its object, the newest first. */
export function Timeline({ history, drift, rememberedSince }: Props) {
  const styles = useStyles2(getStyles);
  const entries = timelineOf(history, drift);
  return (
    <>
      {entries.length === 0 && <p>Nothing is remembered of it.</p>}
      <ol className={styles.list}>
        {entries.map((entry) => (
          <li key={entry.key} className={styles.entry}>
            <Icon name={iconOf(entry)} className={styles.icon} />
            <div className={styles.body}>
              <div>
                <strong>{entry.kind === 'finding' ? stepInWords(entry.step) : driftInWords(entry.event)}</strong>{' '}
                <span className={styles.quiet}>
                  <TimeAgo at={entry.at} /> · {fullTime(entry.at)}
                </span>
              </div>
              {entry.kind === 'finding' ? <Step step={entry.step} /> : <Drift event={entry.event} />}
            </div>
          </li>
        ))}
      </ol>
      {rememberedSince !== undefined && (
        <p className={styles.quiet}>
          The cluster is remembered since {fullTime(rememberedSince)}; what was before is not known.
        </p>
      )}
    </>
  );
}

function Step({ step: { message, severity, windows } }: { readonly step: ApiTransition }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.quiet}>
      {severity}: <ClusterText text={message} most={300} />
      {windows !== undefined && windows.length > 0 && (
        <div>
          During deploy <ClusterText text={windows.join(', ')} />
        </div>
      )}
    </div>
  );
}

function Drift({ event }: { readonly event: ApiDriftEvent }) {
  const styles = useStyles2(getStyles);
  const { actor, managers, tool, application, fields, moreFields, notBefore } = event;
  return (
    <div className={styles.quiet}>
      <div>
        {managers.length === 0 ? (
          'Who did it left no trace'
        ) : (
          <>
            by <ClusterText text={managers.join(', ')} /> ({actor})
          </>
        )}
        ; managed by {tool}, <ClusterText text={application} most={80} />
      </div>
      {fields.length > 0 && (
        <div>
          <ClusterText text={fields.join(', ')} code most={400} />
          {moreFields > 0 && ` and ${moreFields} more`}
        </div>
      )}
      {notBefore !== undefined && <div>Found then; it happened after {fullTime(notBefore)}.</div>}
    </div>
  );
}

function iconOf(entry: ReturnType<typeof timelineOf>[number]): IconName {
  if (entry.kind === 'drift') return 'code-branch';
  if (entry.step.type === 'resolved') return 'check-circle';
  return entry.step.type === 'updated' ? 'pen' : 'exclamation-triangle';
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  entry: css({ display: 'flex', gap: theme.spacing(1.5), paddingBottom: theme.spacing(1.5) }),
  icon: css({ flex: 'none', marginTop: 3, color: theme.colors.text.secondary }),
  body: css({ minWidth: 0 }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
