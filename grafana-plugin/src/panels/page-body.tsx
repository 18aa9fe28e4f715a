import {
  MultiValueVariable,
  type SceneComponentProps,
  type SceneTimeRangeLike,
  sceneGraph,
  SceneObjectBase,
  type SceneObject,
  type SceneObjectState,
  useSceneObjectState,
} from '@grafana/scenes';
import { useQueryClient } from '@tanstack/react-query';
import { type ComponentType, useEffect, useMemo } from 'react';
import { type PageScope, PageScopeContext } from './page-scope.ts';
import type { PanelGrid } from './panel-grid.tsx';

interface PageBodyState extends SceneObjectState {
  /** Stand between the controls and the panels: the first reads Prometheus, the second the exporter. */
  readonly lead?: SceneObject;
  readonly detail?: ComponentType;
  readonly panels: PanelGrid;
}

/** Panels with something above them that follows the same variables, time range and refresh. */
export class PageBody extends SceneObjectBase<PageBodyState> {
  static Component = PageBodyRenderer;
}

function PageBodyRenderer({ model }: SceneComponentProps<PageBody>) {
  const { lead, detail: Detail, panels } = useSceneObjectState(model);
  const scope = useScope(model);
  useRefreshedAnswers(sceneGraph.getTimeRange(model));
  return (
    <PageScopeContext.Provider value={scope}>
      <div style={{ width: '100%', minWidth: 0 }}>
        {/* Scenes declares components as methods; they are functions that use no `this`. */}
        {/* oxlint-disable-next-line typescript/unbound-method */}
        {lead !== undefined && <lead.Component model={lead} />}
        {Detail !== undefined && <Detail />}
        <panels.Component model={panels} />
      </div>
    </PageScopeContext.Provider>
  );
}

/** What the controls of the page say; a new object at every refresh. */
function useScope(model: SceneObject): PageScope {
  const { value: range } = useSceneObjectState(sceneGraph.getTimeRange(model));
  const variable = sceneGraph.lookupVariable('cluster', model);
  // A page without clusters to choose has its own state watched instead, since hooks cannot be left out.
  useSceneObjectState(variable ?? model);
  const chosen =
    variable instanceof MultiValueVariable && !variable.hasAllValue() ? [variable.getValue()].flat(2).map(String) : [];
  // Empty until Prometheus has told the values.
  const clusters = JSON.stringify(chosen.filter((name) => name !== ''));
  return useMemo(
    () => ({ clusters: JSON.parse(clusters) as string[], from: range.from.valueOf(), to: range.to.valueOf() }),
    [clusters, range],
  );
}

/** Asks the exporter again whenever the page refreshes. */
function useRefreshedAnswers(range: SceneTimeRangeLike): void {
  const client = useQueryClient();
  useEffect(() => {
    const subscription = range.subscribeToState(() => void client.invalidateQueries());
    return () => subscription.unsubscribe();
  }, [client, range]);
}
