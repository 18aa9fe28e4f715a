/** How to build a tool from a Go module of this folder. */
export interface GoBuild {
  /** The folder of the go.mod, from here. */
  readonly module: string;
  readonly package: string;
  readonly tags?: string;
  /** Files, by import path, that a release embeds and its module lacks; then the sources are vendored to hold them. */
  readonly embeds?: Readonly<Record<string, string>>;
}

/** A program the tests run: built from a Go module of this folder, or taken from the system. */
export interface Tool {
  readonly name: string;
  /** How to build it; absent for tools that only the system provides. */
  readonly go?: GoBuild;
  /** The oldest version accepted from PATH, which holds whatever the machine happens to have. */
  readonly minimum?: { readonly version: string; readonly versionArgs: readonly string[] };
  /** Where packages put it outside PATH, as a pattern; of several versions the last. */
  readonly folders?: string;
  /** Said when the tool is missing and cannot be built. */
  readonly install?: string;
}

/** Every tool; add a line here and, for a Go tool, a `tool` directive in the go.mod of its module. */
export const tools = [
  {
    name: 'etcd',
    go: { module: '.', package: 'go.etcd.io/etcd/server/v3' },
    minimum: { version: '3.5', versionArgs: ['--version'] },
  },
  { name: 'kube-apiserver', go: { module: '.', package: 'k8s.io/kubernetes/cmd/kube-apiserver' } },
  { name: 'kube-controller-manager', go: { module: '.', package: 'k8s.io/kubernetes/cmd/kube-controller-manager' } },
  {
    name: 'kubectl',
    go: { module: '.', package: 'k8s.io/kubernetes/cmd/kubectl' },
    // kubectl supports servers one minor version away.
    minimum: { version: '1.36', versionArgs: ['version', '--client'] },
  },
  { name: 'prometheus', install: 'apt-get install prometheus' },
  { name: 'promtool', install: 'apt-get install prometheus' },
  // Rules must hold on both major versions, and distributions package the older one.
  {
    name: 'promtool-3',
    go: {
      module: 'prometheus',
      package: 'github.com/prometheus/prometheus/cmd/promtool',
      tags: 'remove_all_sd',
    },
  },
  // Older than 0.28 lacks receivers that we configure.
  {
    name: 'alertmanager',
    go: {
      module: 'alertmanager',
      package: 'github.com/prometheus/alertmanager/cmd/alertmanager',
      embeds: { 'github.com/prometheus/alertmanager/ui/app/dist/index.html': 'built without its web interface\n' },
    },
    minimum: { version: '0.28', versionArgs: ['--version'] },
  },
  {
    name: 'amtool',
    go: { module: 'alertmanager', package: 'github.com/prometheus/alertmanager/cmd/amtool' },
    minimum: { version: '0.28', versionArgs: ['--version'] },
  },
  ...(['initdb', 'postgres'] as const).map((name) => ({
    name,
    folders: '/usr/lib/postgresql/*/bin',
    minimum: { version: '15.0', versionArgs: ['--version'] },
    install: 'apt-get install postgresql',
  })),
  { name: 'psql', install: 'apt-get install postgresql' },
  { name: 'jq', install: 'apt-get install jq' },
  { name: 'chromium', install: 'apt-get install chromium' },
] as const satisfies readonly Tool[];

/** A name in the catalogue. */
export type ToolName = (typeof tools)[number]['name'];

/** The catalogue's entry of this name. */
export function toolNamed(name: ToolName): Tool {
  const tool: Tool | undefined = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) throw new Error(`no tool is called ${name}`);
  return tool;
}
