import { parser } from '@prometheus-io/lezer-promql';

/** What an expression mentions, in the order of the text, with repetitions. */
export interface ParsedPromql {
  readonly errors: readonly string[];
  readonly metrics: readonly string[];
  /** Labels of matchers, of `by`, `without`, `on`, `ignoring` and `group_left`. */
  readonly labels: readonly string[];
  /** Function calls with their text arguments, such as the label that label_replace makes. */
  readonly strings: readonly string[];
}

/** Reads PromQL with the grammar of Prometheus' own editor. */
export function parsedPromql(expression: string): ParsedPromql {
  const found = { errors: [] as string[], metrics: [] as string[], labels: [] as string[], strings: [] as string[] };
  parser.parse(expression).iterate({
    enter({ type, from, to, node }) {
      const text = expression.slice(from, to);
      if (type.isError) found.errors.push(`at ${from}: ${expression.slice(Math.max(0, from - 20), to + 20)}`);
      if (type.name === 'Identifier' && node.parent?.type.name === 'VectorSelector') found.metrics.push(text);
      if (type.name === 'LabelName') found.labels.push(text);
      if (type.name === 'StringLiteral' && node.parent?.type.name !== 'UnquotedLabelMatcher')
        found.strings.push(text.slice(1, -1));
    },
  });
  return found;
}

/** Queries inside a template, with what is filled in replaced by a letter. */
export function templateQueries(template: string): readonly string[] {
  const calls = [
    ...template.matchAll(/printf ("(?:[^"\\]|\\.)*")[^}]*?\| query/g),
    ...template.matchAll(/query ("(?:[^"\\]|\\.)*")/g),
  ];
  return calls.map(([, text]) => (JSON.parse(text ?? '""') as string).replaceAll('%q', '"x"'));
}

/** Labels of the alert that a template shows. */
export function templateLabels(template: string): readonly string[] {
  return [...template.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label ?? '');
}
