import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';
import { Fragment } from 'react';
import { controlResults, type ApiControlResult, type ApiFramework, type ApiFrameworkResult } from '#contract';
import { linkTo } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { numberOf, percentOf } from '../../shown/count.ts';
import { PlainTable } from '../../shown/plain-table.tsx';
import { ControlDetail } from './control-detail.tsx';
import { resultWords, stateWords } from './control-words.ts';
import type { MatrixRow, MatrixSection } from './matrix.ts';
import { ResultMark } from './result-mark.tsx';

/** A cluster that is compared; without a result while it is read, or for the problem. */
export interface MatrixColumn {
  readonly cluster: string;
  readonly result: ApiFrameworkResult | undefined;
  readonly problem?: string;
}

interface Props {
  readonly framework: ApiFramework;
  readonly columns: readonly MatrixColumn[];
  readonly sections: readonly MatrixSection[];
  /** Id of the control that is open; empty for none. */
  readonly open: string;
  readonly onOpen: (control: string) => void;
}

/** Controls as rows and clusters as columns; a control opens its checks below it. */
export function MatrixTable({ framework, columns, sections, open, onOpen }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <PlainTable
      caption={`${framework.title}: controls by cluster`}
      minWidth={360 + 130 * columns.length}
      data-testid="matrix"
    >
      <thead>
        <tr>
          <th scope="col" className={styles.control}>
            Control
          </th>
          {columns.map((column) => (
            <th key={column.cluster} scope="col">
              <ColumnHead {...column} />
            </th>
          ))}
        </tr>
      </thead>
      {sections.map(({ title, rows }) => (
        <tbody key={title}>
          <tr>
            <th scope="rowgroup" colSpan={columns.length + 1} className={styles.section}>
              {title}
            </th>
          </tr>
          {rows.map((row) => {
            const isOpen = row.control.id === open;
            return (
              <Fragment key={row.control.id}>
                <ControlRow row={row} columns={columns} isOpen={isOpen} onOpen={onOpen} />
                {isOpen && (
                  <tr>
                    <td colSpan={columns.length + 1} className={styles.detail}>
                      <ControlDetail
                        control={row.control}
                        clusters={columns.map(({ cluster }, index) => ({ cluster, result: row.cells[index] }))}
                      />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      ))}
    </PlainTable>
  );
}

interface RowProps extends Pick<Props, 'columns' | 'onOpen'> {
  readonly row: MatrixRow;
  readonly isOpen: boolean;
}

function ControlRow({ row: { control, cells }, columns, isOpen, onOpen }: RowProps) {
  const styles = useStyles2(getStyles);
  return (
    <tr data-control={control.id}>
      <th scope="row" className={styles.name}>
        <button
          type="button"
          className={styles.open}
          aria-expanded={isOpen}
          onClick={() => onOpen(isOpen ? '' : control.id)}
        >
          <strong>{control.id}</strong> {control.title}
        </button>
        {control.state !== 'covered' && <div className={styles.second}>{stateWords[control.state].label}</div>}
      </th>
      {columns.map(({ cluster, problem }, index) => (
        <td key={cluster}>
          <Cell result={cells[index]} failed={problem !== undefined} />
        </td>
      ))}
    </tr>
  );
}

function Cell({ result, failed }: { readonly result: ApiControlResult | undefined; readonly failed: boolean }) {
  if (result === undefined) return failed ? 'not read' : '…';
  const { counts } = result;
  const more = result.result === 'fail' ? counts.fail : result.result === 'unknown' ? counts.unknown : 0;
  return <ResultMark result={result.result} {...(more > 0 && { more: numberOf(more) })} />;
}

function ColumnHead({ cluster, result, problem }: MatrixColumn) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <TextLink href={linkTo('clusters', [cluster, 'frameworks'])} inline>
        <ClusterText text={cluster} most={60} />
      </TextLink>
      {problem !== undefined && (
        <div className={styles.second}>
          could not be read: <ClusterText text={problem} most={120} />
        </div>
      )}
      {result !== undefined && (
        <div className={styles.second}>
          {result.score === undefined ? 'no verdict' : `score ${percentOf(result.score)}`}
          <br />
          {controlResults
            .filter((one) => ['fail', 'unknown', 'manual'].includes(one) && result.results[one] > 0)
            .map((one) => `${numberOf(result.results[one])} ${resultWords[one].label}`)
            .join(', ')}
        </div>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  control: css({ width: '34%' }),
  // Stays while clusters are scrolled.
  name: css({ position: 'sticky', insetInlineStart: 0, background: theme.colors.background.primary }),
  section: css({
    ...theme.typography.h6,
    background: theme.colors.background.secondary,
  }),
  detail: css({ background: theme.colors.background.canvas }),
  open: css({
    display: 'inline',
    padding: 0,
    border: 0,
    background: 'none',
    textAlign: 'start',
    color: theme.colors.text.link,
    '&:hover': { textDecoration: 'underline' },
  }),
  second: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightRegular,
  }),
});
