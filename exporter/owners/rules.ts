import picomatch from 'picomatch';
import { kinds } from '../model/kinds.ts';
import type { Team } from '../model/finding.ts';
import type { KubeObject } from '../model/object.ts';
import type { Owned } from '../model/owner.ts';
import type { OwnerRule, OwnersFile } from './rule-file.ts';

type Matches = (text: string) => boolean;
type LabelTest = (labels: Readonly<Record<string, string>> | undefined) => boolean;

interface Rule {
  readonly cluster: Matches;
  readonly namespace: Matches;
  readonly kind: Matches;
  readonly name: Matches;
  readonly labels: LabelTest;
  /** Undefined where the rule does not look at the namespace. */
  readonly namespaceLabels: LabelTest | undefined;
  readonly answer: Team;
}

/** Beyond this many pairs of a namespace and a kind the pairs are worked out again: namespaces come and go. */
const mostPairs = 20_000;

/** The rules of a file, ready for many objects: which can match is worked out once per cluster, namespace and kind. */
export class OwnerRules {
  readonly #rules: readonly Rule[];
  readonly #candidates = new Map<string, readonly Rule[]>();
  /** Keys of labels of namespaces that rules look at. */
  readonly namespaceKeys: readonly string[];

  constructor({ rules }: OwnersFile) {
    // The last rule that matches counts, so they are asked from the end.
    this.#rules = rules.map(compiled).toReversed();
    this.namespaceKeys = [...new Set(rules.flatMap(({ namespaceLabels = {} }) => Object.keys(namespaceLabels)))].sort();
  }

  /** The team that the last matching rule names. */
  teamOf({ cluster, kind, object, find }: Owned): Team | undefined {
    if (this.#rules.length === 0) return undefined;
    const { name, labels } = object.metadata;
    // A Namespace belongs to what is in it.
    const namespace = kind === 'Namespace' ? name : object.metadata.namespace;
    const home = (): KubeObject | undefined => (kind === 'Namespace' ? object : find('Namespace', '', namespace));
    const rule = this.#candidatesOf(cluster, namespace, kind).find(
      (candidate) =>
        candidate.name(name) &&
        candidate.labels(labels) &&
        (candidate.namespaceLabels === undefined || candidate.namespaceLabels(home()?.metadata.labels)),
    );
    return rule?.answer;
  }

  #candidatesOf(cluster: string, namespace: string, kind: Owned['kind']): readonly Rule[] {
    const key = `${cluster}\n${namespace}\n${kind}`;
    let candidates = this.#candidates.get(key);
    if (candidates === undefined) {
      if (this.#candidates.size >= mostPairs) this.#candidates.clear();
      candidates = this.#rules.filter(
        (rule) =>
          rule.cluster(cluster) && rule.namespace(namespace) && (rule.kind(kind) || rule.kind(kinds[kind].kind)),
      );
      this.#candidates.set(key, candidates);
    }
    return candidates;
  }
}

function compiled({ match, owner, labels, namespaceLabels }: OwnerRule): Rule {
  const [cluster = '*', namespace = '*', kind = '*', name = '*'] = match.split('/');
  return {
    cluster: matcher(cluster),
    namespace: matcher(namespace),
    kind: matcher(kind, true),
    name: matcher(name),
    labels: labelTest(labels),
    namespaceLabels: namespaceLabels === undefined ? undefined : labelTest(namespaceLabels),
    // Not its line, which moves with every rule before it.
    answer: { team: owner, source: `rule ${match}` },
  };
}

/** A star alone is anything, nothing included: objects of the cluster have no namespace. */
function matcher(pattern: string, nocase = false): Matches {
  if (pattern === '*' || pattern === '**') return () => true;
  if (pattern === '') return (text) => text === '';
  return picomatch(pattern, { dot: true, nocase });
}

function labelTest(wanted: OwnerRule['labels']): LabelTest {
  if (wanted === undefined) return () => true;
  const tests = Object.entries(wanted).map(([key, values]) => {
    const matches = [values].flat().map((value) => matcher(value));
    return (labels: Readonly<Record<string, string>>) => {
      const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
      return typeof value === 'string' && matches.some((test) => test(value));
    };
  });
  return (labels = {}) => tests.every((test) => test(labels));
}
