import type { Backend } from '../../model/backends.ts';
import type { KubeObject } from '../../model/object.ts';
import { at, records } from '../../model/record.ts';
import type { Offence } from '../../model/verdict.ts';
import type { World } from '../../model/world.ts';
import { plain, quoted, word } from '../text.ts';
import { isSet } from './field.ts';

/** What the controller of Amazon takes for the name of an annotation that says what to do instead. */
const annotated = 'use-annotation';

/** One offence for each Service or port that a route leads to and that is not there; a check that asks reads `Service`. */
export function missingBackends(backends: readonly Backend[], world: World): readonly Offence[] | 'not_applicable' {
  if (backends.length === 0) return 'not_applicable';
  const offences = new Map<string, Offence>();
  for (const { namespace, service, port, path } of backends) {
    if (port === annotated) continue;
    const found = world.find('Service', namespace, service);
    if (found !== undefined && hasPort(found, port)) continue;
    const name = quoted(`${plain(namespace)}/${plain(service)}`);
    const message =
      found === undefined
        ? `the backend Service ${name} does not exist`
        : `the backend Service ${name} has no port ${quoted(port)}`;
    const part = `backends/${namespace}/${service}:${word(port)}`;
    if (!offences.has(part)) offences.set(part, { path, part, message });
  }
  return [...offences.values()];
}

function hasPort(service: KubeObject, wanted: unknown): boolean {
  // An external name has no ports to speak of.
  if (!isSet(wanted) || at(service, 'spec', 'type') === 'ExternalName') return true;
  return records(at(service, 'spec', 'ports')).some(({ name, port }) => name === wanted || port === wanted);
}
