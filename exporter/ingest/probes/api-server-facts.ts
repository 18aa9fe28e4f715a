import type { ApiServerFacts, DeprecatedApi } from '../../model/control-plane.ts';
import { printable } from '../failure.ts';
import { readSample, type Sample } from './metric-line.ts';

/** Gathers facts from the lines of `/metrics`, of which it keeps a handful of families. */
export interface FactReader {
  readonly take: (line: string) => void;
  facts(): ApiServerFacts;
}

/** Values of one label that are kept; what exceeds this says nothing more. */
const mostValues = 200;

/** Reads the metrics of kube-apiserver, by their names since 1.22 (component metrics in its own sources). */
export function createFactReader(): FactReader {
  const deprecated = new Map<string, DeprecatedApi>();
  const plugins = new Set<string>();
  const authorizers = new Set<string>();
  const encryptedBy = new Set<string>();
  let [audited, legacyTokens, staleTokens] = [false, false, false];
  const note = (values: Set<string>, value: string | undefined) => {
    if (value !== undefined && value !== '' && values.size < mostValues) values.add(printable(value));
  };

  const readers: Readonly<Record<string, (sample: Sample) => void>> = {
    apiserver_requested_deprecated_apis({ labels }) {
      const { group = '', version = '', resource = '', removed_release: removedRelease = '' } = labels;
      if (removedRelease === '' || deprecated.size >= mostValues) return;
      const api = { group, version, resource, removedRelease };
      deprecated.set(Object.values(api).join('/'), api);
    },
    apiserver_audit_event_total: () => void (audited = true),
    serviceaccount_legacy_tokens_total: () => void (legacyTokens = true),
    serviceaccount_stale_tokens_total: () => void (staleTokens = true),
    apiserver_admission_controller_admission_duration_seconds_count: ({ labels }) => note(plugins, labels['name']),
    apiserver_authorization_decisions_total: ({ labels }) => note(authorizers, labels['type']),
    apiserver_storage_transformation_operations_total({ labels }) {
      const { resource, status, transformation_type: direction, transformer_prefix: prefix } = labels;
      if (resource !== 'secrets' || status !== 'OK' || direction !== 'to_storage') return;
      // What is not encrypted has no prefix; names of keys follow a prefix of their own.
      if (prefix === '') note(encryptedBy, 'identity');
      else if (prefix?.startsWith('k8s:enc:')) note(encryptedBy, prefix);
    },
  };

  return {
    take(line) {
      const name = /^[a-z_]+/.exec(line)?.[0] ?? '';
      if (!Object.hasOwn(readers, name)) return;
      const sample = readSample(line);
      if (sample !== undefined && sample.value > 0) readers[name]?.(sample);
    },
    facts: () => ({
      deprecatedApis: [...deprecated.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
      audited,
      legacyTokens,
      staleTokens,
      admissionPlugins: [...plugins].toSorted(),
      authorizers: [...authorizers].toSorted(),
      encryptedBy: [...encryptedBy].toSorted(),
    }),
  };
}

function keyOf(api: DeprecatedApi): string {
  return Object.values(api).join('/');
}

/** What any of several readings saw: behind a load balancer each may be of another API server. */
export function mergedFacts(readings: readonly ApiServerFacts[]): ApiServerFacts {
  const sorted = (values: (facts: ApiServerFacts) => readonly string[]) =>
    [...new Set(readings.flatMap(values))].toSorted();
  const apis = new Map(readings.flatMap(({ deprecatedApis }) => deprecatedApis).map((api) => [keyOf(api), api]));
  return {
    deprecatedApis: [...apis.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    audited: readings.some(({ audited }) => audited),
    legacyTokens: readings.some(({ legacyTokens }) => legacyTokens),
    staleTokens: readings.some(({ staleTokens }) => staleTokens),
    admissionPlugins: sorted(({ admissionPlugins }) => admissionPlugins),
    authorizers: sorted(({ authorizers }) => authorizers),
    encryptedBy: sorted(({ encryptedBy }) => encryptedBy),
  };
}
