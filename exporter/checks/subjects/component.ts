import type { EnvVar } from '../../model/pod.ts';
import { parseVersion, type KubernetesVersion } from '../../model/version.ts';
import { entries, strings } from './field.ts';
import { flagsOfWords, type Flags } from './flags.ts';
import type { ContainerView, PodView } from './pod-view.ts';

/** The programs of a control plane, by the names of their binaries. */
export const components = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'] as const;
export type Component = (typeof components)[number];

/** A component as it was started: from the command line of its pod, or as it tells by itself. */
export interface ComponentView {
  readonly component: Component;
  readonly flags: Flags;
  /** Where the command line stands below the object. */
  readonly path: string;
  readonly container?: string;
  /** Its flags show defaults too, so that what is not set there is empty. */
  readonly complete: boolean;
  /** Its release, where the tag of its image tells. */
  readonly release?: KubernetesVersion;
}

const nothing: readonly never[] = [];
const mirror = 'kubernetes.io/config.mirror';

/**
 * The components that a static pod runs: kubelets show such pods as mirrors, and in their manifests labels tell (kubeadm
 * and RKE2 `component`, kOps and Talos `k8s-app`), or the name alone. A manifest may name no namespace, which makes it
 * `default`; it has to bear both labels then. Anything else that runs what is called like a component is somebody's own.
 */
export function componentsOf(pod: PodView): readonly ComponentView[] {
  if (pod.kind !== 'Pod') return nothing;
  const isAtHome = pod.namespace === 'kube-system';
  const isOfPlane = pod.labels['tier'] === 'control-plane';
  if (!isAtHome && !(isOfPlane && pod.namespace === 'default')) return nothing;
  const isMirror = isAtHome && Object.hasOwn(pod.annotations, mirror);
  // Controllers and kubelets add to the names of the pods that they make.
  const label = pod.labels['component'] ?? pod.labels['k8s-app'] ?? (isAtHome ? pod.object.metadata.name : undefined);
  if (!isMirror && label === undefined && !isOfPlane) return nothing;
  let found: ComponentView[] | undefined;
  for (const view of pod.containers) {
    if (view.role !== 'containers') continue;
    const started = startedIn(view);
    if (started === undefined) continue;
    if (isMirror || label === started.component || (isOfPlane && isAtHome)) (found ??= []).push(started);
  }
  return found ?? nothing;
}

function startedIn(view: ContainerView): ComponentView | undefined {
  const { command, args } = view.container;
  const words = [...strings(command), ...strings(args)];
  const script = isShell(words[0]) ? words.find((word) => word.includes('--')) : undefined;
  const line = script === undefined ? words : wordsOfScript(script);
  const at = launchers.has(nameOf(line[0] ?? '')) ? line.findIndex((word) => componentNamed(word) !== undefined) : 0;
  const component = componentNamed(line[at] ?? '');
  if (component === undefined) return undefined;
  const env = environmentOf(view.container.env);
  const rest = line.slice(at + 1).map((word) => expanded(word, env));
  const dialect = component === 'etcd' ? 'go' : 'pflag';
  const flags = flagsOfWords(rest, dialect);
  const release = component === 'etcd' ? undefined : parseVersion(view.image?.tag ?? '');
  return {
    component,
    flags: component === 'etcd' ? orFromEnvironment(flags, env) : flags,
    path: `${view.path}.${strings(command).length > strings(args).length ? 'command' : 'args'}`,
    container: view.name,
    complete: false,
    ...(release !== undefined && { release }),
  };
}

/** Programs that start the one that is named behind them. */
const launchers: ReadonlySet<string> = new Set(['hyperkube', 'go-runner']);

function nameOf(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

function componentNamed(word: string): Component | undefined {
  return word.startsWith('-') ? undefined : components.find((component) => component === nameOf(word));
}

function isShell(word: string | undefined): boolean {
  return word !== undefined && /(?:^|\/)(?:ba|da|a)?sh$/.test(word);
}

/** The words of a shell script that starts one program, up to where its output goes; quotes fall away. */
function wordsOfScript(script: string): string[] {
  const words = script.slice(0, 65_536).match(/(?:[^\s"';|&<>]+|"[^"]*"|'[^']*')+|[;|&<>]+/g) ?? [];
  const start = words.findIndex((word) => componentNamed(unquoted(word)) !== undefined);
  const end = words.findIndex((word, index) => index > start && /^(?:\d?[;|&<>]+|\d)$/.test(word));
  return words.slice(Math.max(0, start), end < 0 ? undefined : end).map(unquoted);
}

function unquoted(word: string): string {
  return word.replaceAll(/["']/g, '');
}

function environmentOf(list: readonly EnvVar[] | undefined): ReadonlyMap<string, string> {
  const env = new Map<string, string>();
  for (const variable of entries(list)) {
    if (typeof variable?.name === 'string' && typeof variable.value === 'string')
      env.set(variable.name, variable.value);
  }
  return env;
}

/** `$(NAME)` becomes the value of the variable, as the kubelet does it; what it does not know stays. */
function expanded(word: string, env: ReadonlyMap<string, string>): string {
  return word.includes('$(')
    ? word.replaceAll(/\$\(([\w.-]+)\)/g, (whole, name: string) => env.get(name) ?? whole)
    : word;
}

/** etcd takes from `ETCD_CERT_FILE` what `--cert-file` does not say. */
function orFromEnvironment(flags: Flags, env: ReadonlyMap<string, string>): Flags {
  const words: string[] = [];
  for (const [name, value] of env) {
    if (!name.startsWith('ETCD_')) continue;
    words.push(`--${name.slice('ETCD_'.length).toLowerCase().replaceAll('_', '-')}=${value}`);
  }
  if (words.length === 0) return flags;
  const fallback = flagsOfWords(words, 'go');
  return {
    text: (name) => flags.text(name) ?? fallback.text(name),
    list: (name) => (flags.text(name) === undefined ? fallback.list(name) : flags.list(name)),
    isOn: (name, preset) => flags.isOn(name, fallback.isOn(name, preset)),
    number: (name) => flags.number(name) ?? fallback.number(name),
  };
}
