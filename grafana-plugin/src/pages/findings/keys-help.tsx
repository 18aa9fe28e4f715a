import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Modal, useStyles2 } from '@grafana/ui';

const keys = [
  ['j or ↓', 'Next finding'],
  ['k or ↑', 'Finding before'],
  ['Enter', 'Open the finding'],
  ['/', 'Search'],
  ['Esc', 'Leave the search'],
  ['?', 'These keys'],
] as const;

/** The keys of the findings page. */
export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles2(getStyles);
  return (
    <Modal title="Keys of this page" isOpen onDismiss={onClose}>
      <table className={styles.table}>
        <tbody>
          {keys.map(([key, does]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({ 'th, td': { padding: theme.spacing(0.5, 2, 0.5, 0), textAlign: 'start' } }),
});
