import { LoadingState } from '@grafana/data';
import { sceneGraph, type SceneObject, SceneQueryRunner } from '@grafana/scenes';
import { useEffect } from 'react';

/** Milliseconds between looks at whether all panels have their data. */
const lookEvery = 250;
/** What charts take at most to be painted once their data is there, in milliseconds. */
const painting = 750;

/** Opens the dialog for printing once every panel has its answer, or has failed to get one. */
export function usePrintWhenReady(scene: SceneObject, print: boolean): void {
  useEffect(() => {
    if (!print) return;
    let painted: ReturnType<typeof setTimeout> | undefined;
    const timer = setInterval(() => {
      if (!isAnswered(scene)) return;
      clearInterval(timer);
      painted = setTimeout(() => {
        document.body.dataset['plumblinePrint'] = 'ready';
        window.print();
      }, painting);
    }, lookEvery);
    return () => {
      clearInterval(timer);
      clearTimeout(painted);
      delete document.body.dataset['plumblinePrint'];
    };
  }, [scene, print]);
}

function isAnswered(scene: SceneObject): boolean {
  const runners = sceneGraph.findAllObjects(scene, (object) => object instanceof SceneQueryRunner);
  return runners.every((runner) => {
    const state = runner instanceof SceneQueryRunner ? runner.state.data?.state : undefined;
    return state === LoadingState.Done || state === LoadingState.Error;
  });
}
