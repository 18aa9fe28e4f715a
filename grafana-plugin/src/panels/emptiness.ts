/** A field of an answer, as far as it matters whether there is anything in it. */
interface Field {
  readonly type: string;
  readonly values: ArrayLike<unknown>;
}

/** An answer to a query, as Grafana holds it. */
export interface Answered {
  readonly fields: readonly Field[];
}

/**
 * Whether answers hold nothing that could be shown: no row, or figures that are all missing. Text alone is something, since
 * tables and sentences are made of it.
 */
export function isEmpty(answers: readonly Answered[]): boolean {
  return answers.every(({ fields }) => {
    const told = fields.filter(({ type }) => type !== 'time');
    return told.every(({ values }) => Array.from(values).every((value) => value === null || value === undefined));
  });
}
