import { Option, type Command } from 'commander';
import { loadConfig, type LoadedConfig, type Overrides } from '../config/load.ts';

/** Options that choose configuration and clusters, the same on every command that has them. */
export function withClusterOptions(command: Command): Command {
  return command
    .addOption(new Option('-c, --config <file>', 'configuration file').env('PLUMBLINE_CONFIG'))
    .option('--kubeconfig <file>', 'kubeconfig to use (default: $KUBECONFIG, then in-cluster, then ~/.kube/config)')
    .option('--context <name...>', 'contexts or patterns such as "prod-*" (default: the current one)')
    .option('--all-contexts', 'every context of the kubeconfig');
}

export interface ClusterOptions {
  readonly config?: string;
  readonly kubeconfig?: string;
  readonly context?: readonly string[];
  readonly allContexts?: boolean;
}

/** The configuration with the options of `withClusterOptions` on top. */
export function configFrom(options: ClusterOptions, env: NodeJS.ProcessEnv, more: Overrides = {}): LoadedConfig {
  return loadConfig({
    file: options.config,
    env,
    overrides: {
      'clusters.kubeconfig': options.kubeconfig,
      'clusters.contexts': options.allContexts ? 'all' : options.context,
      ...more,
    },
  });
}
