import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ApiObjectRef } from '#contract';
import { ClusterText } from './cluster-text.tsx';

/** A Kubernetes object: its kind, and namespace and name as one types them. */
export function ObjectName({ object }: { readonly object: Omit<ApiObjectRef, 'apiVersion'> }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.object}>
      <span className={styles.kind}>{object.kind}</span>{' '}
      {object.namespace !== undefined && (
        <>
          <ClusterText text={object.namespace} most={80} />/
        </>
      )}
      <ClusterText text={object.name} most={120} />
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  object: css({ overflowWrap: 'anywhere' }),
  kind: css({ color: theme.colors.text.secondary }),
});
