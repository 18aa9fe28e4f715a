import { css } from '@emotion/css';
import {
  type DataFrame,
  type Field,
  formattedValueToString,
  getFieldDisplayName,
  type PanelProps,
} from '@grafana/data';
import { definePanel } from './define-panel.ts';
import { isEmpty, NoData } from './no-data.tsx';

/** Rows of a frame that are drawn; a panel is no export. */
const mostRows = 50;

/** Shows frames as they are, because @grafana/ui has no picture for this panel: every value with unit, mapping and threshold. */
function Panel(props: PanelProps) {
  const { data, height, title } = props;
  if (isEmpty(props)) return <NoData {...props} />;
  return (
    // Keyboards must be able to scroll what does not fit.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={scrolling} style={{ height }} tabIndex={0} aria-label={title}>
      {data.series.map((frame, index) => (
        <FrameTable key={`${frame.refId} ${index}`} frame={frame} frames={data.series} />
      ))}
    </section>
  );
}

function FrameTable({ frame, frames }: { readonly frame: DataFrame; readonly frames: DataFrame[] }) {
  const rows = Array.from({ length: Math.min(frame.length, mostRows) }, (_, row) => row);
  return (
    <table className={table}>
      <thead>
        <tr>
          {frame.fields.map((field) => (
            <th key={field.name} scope="col">
              {getFieldDisplayName(field, frame, frames)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            {frame.fields.map((field) => (
              <Cell key={field.name} field={field} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ field, row }: { readonly field: Field; readonly row: number }) {
  const value: unknown = field.values[row];
  const shown = field.display?.(value);
  return (
    <td data-color={shown?.color} style={{ borderLeft: `4px solid ${shown?.color ?? 'transparent'}` }}>
      {shown === undefined ? String(value) : formattedValueToString(shown)}
    </td>
  );
}

const scrolling = css({ overflow: 'auto' });
const table = css({
  width: '100%',
  fontSize: 12,
  marginBottom: 8,
  'td, th': { padding: '2px 8px', textAlign: 'left', whiteSpace: 'nowrap' },
});

/** A panel whose picture only Grafana has. */
export function dataStub(id: string) {
  return definePanel({ id, component: Panel, palette: id !== 'gauge', options: {}, custom: customOf[id] ?? {} });
}

const hideFrom = { tooltip: false, viz: false, legend: false };

/** `custom` options of fields that pages set for these panels. */
const customOf: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  gauge: {},
  piechart: { hideFrom },
  heatmap: { hideFrom, scaleDistribution: { type: 'linear' } },
  'state-timeline': { lineWidth: 0, fillOpacity: 70, spanNulls: false, insertNulls: false, hideFrom },
  'status-history': { lineWidth: 1, fillOpacity: 70, hideFrom },
  barchart: { lineWidth: 1, fillOpacity: 80, gradientMode: 'none', axisLabel: '', axisPlacement: 'auto', hideFrom },
  histogram: { lineWidth: 1, fillOpacity: 80, hideFrom },
  logs: {},
};
