import { cacheFieldDisplayNames, type PanelProps } from '@grafana/data';
import { TableCellDisplayMode, TableCellHeight, type TableSortByFieldState } from '@grafana/schema';
import { TableNG } from '@grafana/ui/unstable';
import { definePanel } from './define-panel.ts';
import { isEmpty, NoData } from './no-data.tsx';

interface Options {
  readonly frameIndex: number;
  readonly showHeader: boolean;
  readonly showTypeIcons: boolean;
  readonly cellHeight: TableCellHeight;
  readonly enablePagination: boolean;
  readonly sortBy?: TableSortByFieldState[];
}

function Panel(props: PanelProps<Options>) {
  const { data, options, width, height, fieldConfig, timeRange, title, onOptionsChange } = props;
  const frame = data.series[options.frameIndex] ?? data.series[0];
  if (frame === undefined || frame.fields.length === 0 || isEmpty(props)) return <NoData {...props} />;
  // As Grafana's own panel does: the table reads the names that are kept with the fields.
  cacheFieldDisplayNames(data.series);
  return (
    <TableNG
      ariaLabel={title}
      data={frame}
      width={width}
      height={height}
      noHeader={!options.showHeader}
      showTypeIcons={options.showTypeIcons}
      sortBy={options.sortBy}
      onSortByChange={(sortBy) => onOptionsChange({ ...options, sortBy })}
      cellHeight={options.cellHeight}
      enablePagination={options.enablePagination}
      timeRange={timeRange}
      structureRev={data.structureRev}
      fieldConfig={fieldConfig}
      getActions={() => []}
      resizable
    />
  );
}

/** Drawn by the table of @grafana/ui. */
export const table = definePanel({
  id: 'table',
  component: Panel,
  options: {
    frameIndex: 0,
    showHeader: true,
    showTypeIcons: false,
    cellHeight: TableCellHeight.Sm,
    enablePagination: false,
    sortBy: undefined,
  },
  custom: {
    width: undefined,
    minWidth: undefined,
    align: 'auto',
    cellOptions: { type: TableCellDisplayMode.Auto },
    inspect: false,
    filterable: undefined,
    hidden: undefined,
    hideFrom: undefined,
    footer: { reducers: [] },
    wrapText: undefined,
    wrapHeaderText: undefined,
    tooltip: undefined,
  },
});
