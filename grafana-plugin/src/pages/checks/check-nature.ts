import type { ApiCheck } from '#contract';

/** What sets a check apart from most, in words. */
export function natureOf({ optional, composite, switches }: ApiCheck): readonly string[] {
  return [
    ...(optional ? ['runs only where it is asked for'] : []),
    ...(composite ? ['a combination of other checks, outside the score'] : []),
    ...(switches.length > 0 ? ['reads what has to be switched on'] : []),
  ];
}

/** Examples of a check, those first that fail. */
export function examplesOf({ examples }: Pick<ApiCheck, 'examples'>): ApiCheck['examples'] {
  return examples.toSorted((a, b) => Number(b.result === 'fail') - Number(a.result === 'fail'));
}

/** A preset of a parameter as its settings would have it. */
export function presetInWords(preset: unknown): string {
  return typeof preset === 'string' ? preset : (JSON.stringify(preset) ?? 'none');
}
