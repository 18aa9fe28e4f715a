import { windowChoices } from '../../contract/index.ts';
import { refused, type Query } from './query.ts';

const choices: readonly string[] = Object.values(windowChoices);

/** Change ids that a request names with `window`, or whether there was any or none; undefined where it does not say. */
export function windowFilterOf(query: Query): readonly string[] | undefined {
  return query.list('window')?.map((id) => {
    if (/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/.test(id) || choices.includes(id)) return id;
    throw refused(
      'window',
      `is ${JSON.stringify(id.slice(0, 80))}`,
      `give the change id of a deploy window, or one of ${choices.join(', ')}`,
    );
  });
}
