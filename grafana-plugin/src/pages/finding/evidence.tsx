import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, useStyles2 } from '@grafana/ui';
import type { ApiEvidence, ApiEvidenceField } from '#contract';
import { ClusterBlock, ClusterText } from '../../shown/cluster-text.tsx';
import { Section } from '../../shown/section.tsx';
import { valueText } from './value-text.ts';

/** The fields that the check decided by, as the object has them; secrets are gone before they come here. */
export function Evidence({ evidence }: { readonly evidence: ApiEvidence }) {
  const styles = useStyles2(getStyles);
  return (
    <Section framed title="Offending fields">
      {evidence.unavailable !== undefined && <p>{evidence.unavailable}</p>}
      {evidence.unavailable === undefined && evidence.fields.length === 0 && (
        <p>The check decides by what is missing from the cluster, not by a field of this object.</p>
      )}
      {evidence.fields.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {evidence.fields.map((field) => (
              <tr key={field.path}>
                <td>
                  <ClusterText text={field.path === '' ? 'the whole object' : field.path} code most={300} />
                </td>
                <td>
                  <Value field={field} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {evidence.resourceVersion !== undefined && (
        <p className={styles.quiet}>
          As of resource version <ClusterText text={evidence.resourceVersion} most={40} />.
        </p>
      )}
    </Section>
  );
}

function Value({ field }: { readonly field: ApiEvidenceField }) {
  const styles = useStyles2(getStyles);
  const text = valueText(field);
  return (
    <>
      {text === undefined ? (
        <em className={styles.quiet}>not set</em>
      ) : text.includes('\n') ? (
        <ClusterBlock text={text} label={`Value of ${field.path}`} />
      ) : (
        <ClusterText text={text} code most={400} />
      )}
      {(field.redacted === true || field.cut === true) && (
        <div className={styles.marks}>
          {field.redacted === true && <Badge color="purple" icon="lock" text="redacted: a secret, or may be one" />}
          {field.cut === true && <Badge color="darkgrey" text="cut: longer than what is shown" />}
        </div>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    tableLayout: 'fixed',
    'th, td': {
      padding: theme.spacing(0.5, 1, 0.5, 0),
      textAlign: 'start',
      verticalAlign: 'top',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    },
    th: { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular },
  }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  marks: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5), marginTop: theme.spacing(0.5) }),
});
