import type { ConfiguredSecret } from '../model/config-map.ts';
import { isRecord } from '../model/record.ts';
import { isSecretClass } from '../model/secret-class.ts';
import { secretsInText } from './secret-text.ts';
import { detectSecret } from './secret-values.ts';

type Json = Record<string, unknown>;

/** Settings whose values checks read, wherever a controller keeps them: switches of ingress-nginx. */
const settingsAnywhere = new Set([
  'allow-snippet-annotations',
  'annotations-risk-level',
  'enable-annotation-validation',
  'hsts',
  'ssl-ciphers',
  'ssl-protocols',
  'ssl-redirect',
  'strict-validate-path-type',
]);
const longestSetting = 1024;

/** Files of the cluster's own components in `kube-system`, by name of the ConfigMap. */
const componentFiles: readonly (readonly [RegExp, string])[] = [
  [/^kube-proxy$/, 'config.conf'],
  [/^kube-proxy-config$/, 'config'],
  [/^kubeadm-config$/, 'ClusterConfiguration'],
  [/^kubelet-config(?:-\d+\.\d+)?$/, 'kubelet'],
];
const longestFile = 65_536;

/** Findings of one ConfigMap that are kept; one with more is a store of secrets, and says so by the first of them. */
const mostSecrets = 100;

/**
 * The fields of a ConfigMap that are kept: the names of its entries, the few values that checks read, and where
 * something looks like a secret. What was projected before, as in a snapshot, comes out as it went in; a manifest that
 * imitates one can add to what is found, never hide any.
 */
export function configMapFields(raw: Json, namespace: string, name: string): Json {
  const { data, binaryData, keys: formerKeys, secrets: formerSecrets } = raw;
  const keys = new Set<string>();
  const kept: Record<string, string> = {};
  const secrets: ConfiguredSecret[] = [];
  if (isRecord(data)) {
    for (const key of Object.keys(data)) {
      keys.add(key);
      const value = data[key];
      if (typeof value !== 'string' || value === '') continue;
      const before = secrets.length;
      find(key, value, secrets);
      if (secrets.length === before && isRead(namespace, name, key, value)) kept[key] = value;
    }
  }
  if (isRecord(binaryData)) {
    for (const key of Object.keys(binaryData)) {
      keys.add(key);
      const value = binaryData[key];
      if (typeof value === 'string') find(key, textOf(value), secrets);
    }
  }
  if (Array.isArray(formerKeys)) for (const key of formerKeys) if (typeof key === 'string') keys.add(key);
  if (Array.isArray(formerSecrets)) secrets.push(...formerSecrets.flatMap((one) => formerly(one, keys)));

  const fields: Json = {};
  if (typeof raw['immutable'] === 'boolean') fields['immutable'] = raw['immutable'];
  if (Object.keys(kept).length > 0) fields['data'] = kept;
  fields['keys'] = [...keys].toSorted();
  if (secrets.length > 0) fields['secrets'] = secrets.slice(0, mostSecrets);
  return fields;
}

function isRead(namespace: string, name: string, key: string, value: string): boolean {
  if (settingsAnywhere.has(key)) return value.length <= longestSetting;
  if (namespace !== 'kube-system' || value.length > longestFile) return false;
  return componentFiles.some(([map, file]) => file === key && map.test(name));
}

function find(key: string, value: string, secrets: ConfiguredSecret[]): void {
  if (secrets.length >= mostSecrets) return;
  const isLine = !value.trimEnd().includes('\n');
  const whole = isLine ? detectSecret(key, value) : undefined;
  if (whole !== undefined) {
    secrets.push({ key, class: whole });
    return;
  }
  for (const { name, line, class: secretClass } of secretsInText(value)) {
    secrets.push({ key, class: secretClass, ...(!isLine && { line }), ...(name !== '' && { name }) });
  }
}

/** Characters of base64 that are looked at to tell text from bytes, and how much of a text is then decoded. */
const sampled = 1024;
const longestBinary = 262_144;

/** The text behind base64; empty for bytes that are no text, such as archives and images. */
function textOf(base64: string): string {
  const sample = Buffer.from(base64.slice(0, sampled), 'base64');
  if (sample.includes(0)) return '';
  return Buffer.from(base64.slice(0, longestBinary), 'base64').toString('utf8');
}

function formerly(one: unknown, keys: ReadonlySet<string>): ConfiguredSecret[] {
  if (!isRecord(one)) return [];
  const { key, class: secretClass, line, name } = one;
  if (typeof key !== 'string' || !keys.has(key)) return [];
  if (typeof secretClass !== 'string' || !isSecretClass(secretClass)) return [];
  return [
    {
      key,
      class: secretClass,
      ...(typeof line === 'number' && { line }),
      ...(typeof name === 'string' && { name }),
    },
  ];
}
