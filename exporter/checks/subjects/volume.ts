import type { Volume } from '../../model/pod.ts';
import type { Offence } from '../../model/verdict.ts';
import { quoted, word } from '../text.ts';
import type { PodView } from './pod-view.ts';
import { isSet } from './field.ts';

/**
 * One offence for each volume that `objection` objects to, with what it says of the volume; false when it has none.
 * `field` is where below the volume the objection stands.
 */
export function volumeOffences(
  pod: PodView,
  objection: (volume: Volume) => { readonly field: string; readonly says: string } | undefined,
): readonly Offence[] | false {
  let offences: Offence[] | undefined;
  let index = -1;
  for (const volume of pod.volumes) {
    index++;
    if (typeof volume !== 'object' || volume === null) continue;
    const objected = objection(volume);
    if (objected === undefined) continue;
    (offences ??= []).push({
      path: `${pod.path}.volumes[${index}].${objected.field}`,
      part: volumePart(volume.name),
      message: `volume ${quoted(volume.name)} ${objected.says}`,
    });
  }
  return offences ?? false;
}

/** The part of an offence that names a volume. */
export function volumePart(name: unknown): string {
  return `volumes/${word(name)}`;
}

/** Whether any volume comes from the file system of the node. */
export function hasHostPath(pod: PodView): boolean {
  for (const volume of pod.volumes) if (isSet(volume?.hostPath)) return true;
  return false;
}

/**
 * A path of the node without doubled or trailing slashes and dots, `/var/run` under its other name `/run`.
 * Linux paths only: a relative one is read from the root, as container runtimes do.
 */
export function normalisedHostPath(path: unknown): string {
  const segments: string[] = [];
  for (const segment of (typeof path === 'string' ? path.slice(0, longestPath) : '').split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  if (segments[0] === 'var' && segments[1] === 'run') segments.shift();
  return `/${segments.join('/')}`;
}

const longestPath = 4096;

/** Whether `path` is `directory` or lies under it; both normalised. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || directory === '/' || path.startsWith(`${directory}/`);
}
