import type { ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import { sceneGraph, SceneObjectBase, type SceneObject } from '@grafana/scenes';

/** Fills variables into queries and titles: with Scenes' own rules where a query belongs to a scene, else with scoped variables only. */
export const templateSrv: TemplateSrv = {
  getVariables: () => [],
  containsTemplate: (target) => /\$\w|\$\{|\[\[/.test(target ?? ''),
  updateTimeRange() {},
  replace(target = '', scopedVars = {}, format) {
    const scene = sceneOf(scopedVars);
    if (scene !== undefined) {
      return sceneGraph.interpolate(scene, target, scopedVars, format as Parameters<typeof sceneGraph.interpolate>[3]);
    }
    return target.replace(/\$(\w+)|\$\{(\w+)(?::\w+)?\}/g, (whole, short?: string, long?: string) => {
      const found = scopedVars[short ?? long ?? ''];
      return found === undefined ? whole : String(found.value);
    });
  },
};

/** The scene object that asks. The app brings a copy of Scenes of its own, so its class is not ours: what it looks like decides. */
function sceneOf({ __sceneObject: scoped }: ScopedVars): SceneObject | undefined {
  const value: unknown = scoped?.value;
  const held: unknown = typeof value === 'object' && value !== null ? value.valueOf() : undefined;
  if (held instanceof SceneObjectBase) return held;
  return typeof held === 'object' && held !== null && 'state' in held && 'activate' in held
    ? (held as SceneObject)
    : undefined;
}
