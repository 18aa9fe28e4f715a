import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** A vector selector, and what it stands in. */
export interface Selector {
  readonly metric: string;
  /** Labels that its matchers name. */
  readonly matched: readonly string[];
  /** The function that takes it or its range directly, if one does. */
  readonly takenBy: string | undefined;
  /** Its range, if it has one. */
  readonly range: string | undefined;
}

/** Every vector selector of an expression. */
export function selectorsOf(expression: string): readonly Selector[] {
  const found: Selector[] = [];
  parser.parse(expression).iterate({
    enter({ node }) {
      if (node.type.name === 'VectorSelector') found.push(selectorAt(node, expression));
    },
  });
  return found;
}

/** Every function and aggregation that an expression calls. */
export function callsIn(expression: string): readonly string[] {
  const found: string[] = [];
  parser.parse(expression).iterate({
    enter({ type, from, to }) {
      if (type.name === 'FunctionIdentifier' || type.name === 'AggregateOp') found.push(expression.slice(from, to));
    },
  });
  return found;
}

function selectorAt(node: SyntaxNode, expression: string): Selector {
  const text = (of: SyntaxNode | null) => (of === null ? '' : expression.slice(of.from, of.to));
  const matched = childrenDeep(node, 'LabelName').map(text);
  const matrix = node.parent?.type.name === 'MatrixSelector' ? node.parent : undefined;
  const range = matrix === undefined ? undefined : /\[([^\]:]+)\]$/.exec(text(matrix))?.[1];
  let outer = (matrix ?? node).parent;
  while (
    outer !== null &&
    ['FunctionCallArgs', 'FunctionCallBody', 'OffsetExpr', 'ParenExpr'].includes(outer.type.name)
  )
    outer = outer.parent;
  const takenBy = outer?.type.name === 'FunctionCall' ? text(outer.getChild('FunctionIdentifier')) : undefined;
  return { metric: text(node.getChild('Identifier')), matched, takenBy, range };
}

function childrenDeep(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    found.push(...(child.type.name === name ? [child] : childrenDeep(child, name)));
  return found;
}
