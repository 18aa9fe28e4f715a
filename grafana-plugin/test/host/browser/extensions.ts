import type { AppPlugin } from '@grafana/data';
import type { ExtensionRecord, HostRecord } from './record.ts';

/** Keeps what the app registered with Grafana, and lets a test ask its links what they would be. */
export function recordExtensions(plugin: AppPlugin, record: HostRecord): void {
  const { addedLinkConfigs, addedComponentConfigs, addedFunctionConfigs, exposedComponentConfigs } = plugin;
  const listed = (targets: string | string[]): readonly string[] => (typeof targets === 'string' ? [targets] : targets);
  const found: ExtensionRecord[] = [
    ...addedLinkConfigs.map(({ targets, title, path }) => ({
      kind: 'link' as const,
      targets: listed(targets),
      title,
      ...(path === undefined ? {} : { path }),
    })),
    ...addedComponentConfigs.map(({ targets, title }) => ({
      kind: 'component' as const,
      targets: listed(targets),
      title,
    })),
    ...addedFunctionConfigs.map(({ targets, title }) => ({
      kind: 'function' as const,
      targets: listed(targets),
      title,
    })),
    ...exposedComponentConfigs.map(({ id, title }) => ({ kind: 'exposed' as const, targets: [id], title })),
  ];
  record.extensions.push(...found);
  record.configureLink = (title, context) => {
    const link = addedLinkConfigs.find((candidate) => candidate.title === title);
    if (link === undefined) throw new Error(`the app registered no link ${title}`);
    if (link.configure === undefined) return link;
    const changed = link.configure(context);
    return changed === undefined ? undefined : { ...link, ...changed };
  };
}
