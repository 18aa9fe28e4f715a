import type { ScanResult } from '../contract/scan.ts';
import { harmless } from './text.ts';

/** `Deployment shop/web`, harmless for a terminal. */
export function nameOf({ object }: Pick<ScanResult, 'object'>): string {
  const { kind, namespace, name } = object;
  return harmless(`${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`);
}

/** `web.yaml:12`, harmless for a terminal; empty for objects of a live cluster. */
export function placeOf({ source }: Pick<ScanResult, 'source'>): string {
  if (source === undefined) return '';
  const file = source.file === '-' ? 'standard input' : source.file;
  const template = source.template === undefined ? '' : ` (${source.template})`;
  return harmless(`${file}:${source.line}${template}`);
}

/** The message of a result where its container is named beside it. */
export function withoutContainer({ container, message }: ScanResult): string {
  const prefix = `container ${JSON.stringify(container)}: `;
  return container !== undefined && message.startsWith(prefix) ? message.slice(prefix.length) : message;
}
