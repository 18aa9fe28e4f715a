import { parser } from '@prometheus-io/lezer-promql';
import { durationOf, secondsOf } from '../../../alerts/duration.ts';

/** One small change to an expression: what was done, and what came of it. */
export interface Change {
  readonly what: string;
  readonly expr: string;
}

type Node = ReturnType<typeof parser.parse>['topNode'];

interface Edit {
  readonly node: Node;
  readonly to: string;
  readonly what: string;
}

const flipped: Readonly<Record<string, readonly string[]>> = {
  '>': ['>=', '<'],
  '>=': ['>', '<'],
  '<': ['<=', '>'],
  '<=': ['<', '>'],
  '==': ['!='],
  '!=': ['=='],
};
const negated: Readonly<Record<string, string>> = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' };

/** Every change to an expression: comparisons, numbers, windows, guards, matchers and the labels that are kept. */
export function changesOf(expr: string): readonly Change[] {
  const edits: Edit[] = [];
  parser.parse(expr).iterate({
    enter({ node }) {
      edits.push(...editsAt(node, expr));
    },
  });
  const seen = new Set([expr]);
  const names = new Map<string, number>();
  return edits.flatMap(({ node, to, what }) => {
    const changed = replaced(expr, node, to);
    if (seen.has(changed)) return [];
    seen.add(changed);
    const before = names.get(what) ?? 0;
    names.set(what, before + 1);
    return [{ what: before === 0 ? what : `${what} (${before + 1})`, expr: changed }];
  });
}

function editsAt(node: Node, expr: string): readonly Edit[] {
  const text = textOf(node, expr);
  switch (node.type.name) {
    case 'BinaryExpr':
      return binaryEdits(node, expr);
    case 'NumberDurationLiteral':
      return shifted(Number(text)).map((value) => ({ node, to: String(value), what: `${text} to ${value}` }));
    case 'NumberDurationLiteralInDurationContext': {
      const seconds = secondsOf(text);
      if (seconds === undefined) return [];
      const others = [seconds / 2, seconds * 2].filter(Number.isInteger).map(durationOf);
      return others.map((to) => ({ node, to, what: `${text} to ${to}` }));
    }
    case 'UnquotedLabelMatcher':
      return matcherEdits(node, expr);
    case 'GroupingLabels':
      // Of `on` as well: fewer labels there either match more, or match several and fail.
      return node.getChildren('LabelName').map((label, index, all) => ({
        node,
        to: `(${all
          .filter((_, other) => other !== index)
          .map((one) => textOf(one, expr))
          .join(', ')})`,
        what: `drop ${textOf(label, expr)} of ${textOf(node.parent ?? node, expr)}`,
      }));
    default:
      return [];
  }
}

function binaryEdits(node: Node, expr: string): readonly Edit[] {
  const { firstChild: left, lastChild: right } = node;
  if (left === null || right === null) return [];
  const operator = left.nextSibling;
  if (operator === null) return [];
  const sign = textOf(operator, expr);
  // The parser takes `a unless b offset 7d` for a difference of seven days ago; Prometheus moves `b` alone.
  const whole = node.parent?.type.name === 'OffsetExpr' ? node.parent : node;
  const sideText = (of: Node) => (of === right ? expr.slice(of.from, whole.to) : textOf(of, expr));
  const side = (kept: Node, what: string): Edit => ({ node: whole, to: `(${sideText(kept)})`, what });
  if (sign === 'and' || sign === 'or' || sign === 'unless') {
    const short = (of: Node) => sideText(of).replaceAll(/\s+/g, ' ').slice(0, 60);
    return [
      side(left, `drop ${sign} ${short(right)}`),
      ...(sign === 'unless' ? [] : [side(right, `drop ${short(left)} ${sign}`)]),
      ...(sign === 'or' ? [] : [{ node: operator, to: sign === 'and' ? 'unless' : 'and', what: `turn ${sign} round` }]),
    ];
  }
  const compared = flipped[sign];
  if (compared === undefined) return [];
  const tail = textOf(right, expr).slice(0, 40);
  const filters = node.getChild('BoolModifier') === null;
  return [
    ...compared.map((to) => ({ node: operator, to, what: `${sign} to ${to} before ${tail}` })),
    ...(filters ? [side(left, `drop ${sign} ${tail}`)] : []),
  ];
}

function matcherEdits(node: Node, expr: string): readonly Edit[] {
  const text = textOf(node, expr);
  const operator = node.getChild('MatchOp');
  const value = node.getChild('StringLiteral');
  if (operator === null || value === null) return [];
  const sign = textOf(operator, expr);
  const quoted = textOf(value, expr);
  const alternatives = quoted.slice(1, -1).split('|');
  return [
    { node, to: '', what: `drop ${text}` },
    { node: operator, to: negated[sign] ?? sign, what: `negate ${text}` },
    ...(quoted === '""' ? [] : [{ node: value, to: '"other"', what: `alter ${text}` }]),
    ...(alternatives.length < 2
      ? []
      : alternatives.map((alternative, index) => ({
          node: value,
          to: `"${alternatives.filter((_, other) => other !== index).join('|')}"`,
          what: `drop ${alternative} of ${text}`,
        }))),
  ];
}

/** A quarter up and down; small whole numbers by one. */
function shifted(value: number): readonly number[] {
  if (!Number.isFinite(value)) return [];
  if (Number.isInteger(value) && value < 10) return [value + 1, value - 1];
  const round = (changed: number) => (Number.isInteger(value) ? Math.round(changed) : Math.round(changed * 1e9) / 1e9);
  return [round(value * 1.25), round(value * 0.75)];
}

/** What the catalogue says once and puts into an expression several times changes in all places. */
function replaced(expr: string, node: Node, to: string): string {
  let repeated = node;
  for (let above = node.parent; above !== null; above = above.parent) {
    const text = textOf(above, expr);
    if (text.length >= 20 && expr.indexOf(text) !== expr.lastIndexOf(text)) repeated = above;
  }
  const text = textOf(repeated, expr);
  const at = node.from - repeated.from;
  const changed = text.slice(0, at) + to + text.slice(at + node.to - node.from);
  const whole =
    repeated === node ? expr.slice(0, node.from) + to + expr.slice(node.to) : expr.replaceAll(text, () => changed);
  // A matcher that is gone leaves its comma behind.
  return to === ''
    ? whole.replaceAll(/\{,|,(?=\})/g, (comma) => (comma === '{,' ? '{' : '')).replaceAll(',,', ',')
    : whole;
}

function textOf(node: Node, expr: string): string {
  return expr.slice(node.from, node.to);
}
