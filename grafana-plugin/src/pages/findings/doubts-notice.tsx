import { Alert } from '@grafana/ui';
import { counted } from '../../shown/count.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { css } from '@emotion/css';
import type { Doubt } from './doubts.ts';

/** Doubts that are spelled out; a fleet may have hundreds. */
const mostTold = 20;

/** Says which clusters are old or incomplete, so that what is listed is taken for no more than it is. */
export function DoubtsNotice({ doubts }: { readonly doubts: readonly Doubt[] }) {
  return (
    <>
      <Doubts doubts={doubts.filter(({ kind }) => kind === 'stale')} title="Not up to date" kind="stale" />
      <Doubts doubts={doubts.filter(({ kind }) => kind === 'partial')} title="Not complete" kind="partial" />
    </>
  );
}

function Doubts({
  doubts,
  title,
  kind,
}: {
  readonly doubts: readonly Doubt[];
  readonly title: string;
  readonly kind: Doubt['kind'];
}) {
  if (doubts.length === 0) return null;
  const list = (
    <ul className={listed}>
      {doubts.slice(0, mostTold).map(({ cluster, why }) => (
        <li key={cluster}>
          <strong>
            <ClusterText text={cluster} most={80} />
          </strong>
          : <ClusterText text={why} most={300} />
        </li>
      ))}
      {doubts.length > mostTold && <li>and {counted(doubts.length - mostTold, 'more cluster')}</li>}
    </ul>
  );
  const heading = `${title}: ${counted(doubts.length, 'cluster')}`;
  return (
    <Alert
      severity={kind === 'stale' ? 'warning' : 'info'}
      title={heading}
      bottomSpacing={0}
      data-testid={`doubts-${kind}`}
    >
      {doubts.length <= 3 ? (
        list
      ) : (
        <details>
          <summary>Which, and why</summary>
          {list}
        </details>
      )}
    </Alert>
  );
}

const listed = css({ margin: 0, paddingInlineStart: '1.25em' });
