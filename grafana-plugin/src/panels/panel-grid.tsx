import { css } from '@emotion/css';
import { type GrafanaTheme2, LoadingState } from '@grafana/data';
import {
  LazyLoader,
  type SceneComponentProps,
  sceneGraph,
  SceneObjectBase,
  type SceneObjectState,
  useSceneObjectState,
  type VizPanel,
} from '@grafana/scenes';
import { Button, useStyles2 } from '@grafana/ui';
import { type CSSProperties, useEffect, useId, useState } from 'react';
import type { Absent } from '../../../dashboards/panels/absent.ts';
import { AbsentPanel } from './absent-panel.tsx';
import { isEmpty } from './emptiness.ts';

interface PanelGridState extends SceneObjectState {
  readonly rows: PanelRow[];
}

/** Rows of panels below each other. It flows as a document does, so that it can be read by a screen reader and cut into sheets. */
export class PanelGrid extends SceneObjectBase<PanelGridState> {
  static Component = PanelGridRenderer;
}

interface PanelRowState extends SceneObjectState {
  readonly title?: string;
  readonly collapsed: boolean;
  readonly cells: PanelCell[];
}

/** Panels under one heading, which opens and closes them. */
export class PanelRow extends SceneObjectBase<PanelRowState> {
  static Component = PanelRowRenderer;
}

interface PanelCellState extends SceneObjectState {
  readonly body: VizPanel;
  readonly absent?: Absent;
  /** Place on 24 columns and, from the top of the row, lines of 30 pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Asks for its data at once, not only when it comes into view. */
  readonly eager: boolean;
}

/** A panel in its place, or the reason why it has nothing to show. */
export class PanelCell extends SceneObjectBase<PanelCellState> {
  static Component = PanelCellRenderer;
}

function PanelGridRenderer({ model }: SceneComponentProps<PanelGrid>) {
  const { rows } = useSceneObjectState(model);
  return (
    <div data-testid="panels">
      {rows.map((row) => (
        <row.Component key={row.state.key} model={row} />
      ))}
    </div>
  );
}

function PanelRowRenderer({ model }: SceneComponentProps<PanelRow>) {
  const { title, collapsed, cells } = useSceneObjectState(model);
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <section aria-labelledby={title === undefined ? undefined : id} className={styles.row}>
      {title !== undefined && (
        <h2 id={id} className={styles.heading}>
          <Button
            variant="secondary"
            fill="text"
            icon={collapsed ? 'angle-right' : 'angle-down'}
            aria-expanded={!collapsed}
            onClick={() => model.setState({ collapsed: !collapsed })}
          >
            {title}
          </Button>
        </h2>
      )}
      {!collapsed && (
        <div className={styles.cells}>
          {cells.map((cell) => (
            <cell.Component key={cell.state.key} model={cell} />
          ))}
        </div>
      )}
    </section>
  );
}

function PanelCellRenderer({ model }: SceneComponentProps<PanelCell>) {
  const { body, absent, x, y, width, height, eager } = useSceneObjectState(model);
  const styles = useStyles2(getStyles);
  const place: CSSProperties & Record<`--${string}`, string> = {
    '--column': `${x + 1} / span ${width}`,
    '--line': `${y + 1} / span ${height}`,
    '--some': `span ${width <= 6 ? width * 2 : width}`,
    '--half': `span ${Math.min(24, width * 2)}`,
    '--lines': `span ${height}`,
  };
  const content = <PanelOrReason panel={body} absent={absent} />;
  return (
    <div className={styles.cell} style={place} data-panel={body.state.key}>
      {eager ? (
        content
      ) : (
        <LazyLoader key={body.state.key ?? ''} className={styles.whole}>
          {content}
        </LazyLoader>
      )}
    </div>
  );
}

function PanelOrReason({ panel, absent }: { readonly panel: VizPanel; readonly absent: Absent | undefined }) {
  // Without this a panel that gave way to the reason would never ask again.
  useEffect(() => panel.activate(), [panel]);
  const [data] = useState(() => sceneGraph.getData(panel));
  const { data: answer } = useSceneObjectState(data);
  if (absent !== undefined && answer?.state === LoadingState.Done && isEmpty(answer.series)) {
    return <AbsentPanel title={panel.state.title} description={String(panel.state.description)} absent={absent} />;
  }
  return <panel.Component model={panel} />;
}

/** Below these widths of the content, small panels are twice as wide, then all are, then each has a line of its own. */
const narrow = '(max-width: 1100px)';
const small = '(max-width: 800px)';
const tiny = '(max-width: 480px)';

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ containerType: 'inline-size', marginBottom: theme.spacing(1) }),
  heading: css({ margin: theme.spacing(1, 0, 0.5), '& button': { paddingLeft: 0, fontWeight: 500 } }),
  cells: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(24, minmax(0, 1fr))',
    gridAutoRows: 30,
    gap: theme.spacing(1),
  }),
  cell: css({
    position: 'relative',
    minWidth: 0,
    breakInside: 'avoid',
    gridColumn: 'var(--column)',
    gridRow: 'var(--line)',
    [`@container ${narrow}`]: { gridColumn: 'var(--some)', gridRow: 'var(--lines)' },
    [`@container ${small}`]: { gridColumn: 'var(--half)' },
    [`@container ${tiny}`]: { gridColumn: 'span 24' },
  }),
  whole: css({ height: '100%' }),
});
