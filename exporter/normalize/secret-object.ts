import { isRecord } from '../model/record.ts';
import type { CertificateFacts } from '../model/secret.ts';
import { certificateIn } from './certificate.ts';

type Json = Record<string, unknown>;

/** Base64 that is decoded of one value; it covers the leaf of a chain. */
const longestRead = 49_152;

const bootstrapToken = 'bootstrap.kubernetes.io/token';
const usagePrefix = 'usage-bootstrap-';

/**
 * The fields of a Secret that are kept: its type, the names of its entries, and what is public or harmless among them.
 * No value survives. What was projected before, as in a snapshot, comes out as it went in.
 */
export function secretFields(raw: Json): Json {
  const values = valuesOf(raw);
  const type = typeof raw['type'] === 'string' && raw['type'] !== '' ? raw['type'] : 'Opaque';
  const fields: Json = { type };
  if (typeof raw['immutable'] === 'boolean') fields['immutable'] = raw['immutable'];
  if (values.size === 0 && Array.isArray(raw['keys'])) return { ...fields, ...projectedBefore(raw) };
  fields['keys'] = [...values.keys()].toSorted();
  const pem = values.get('tls.crt')?.();
  const certificate = pem === undefined ? undefined : certificateIn(pem);
  if (certificate !== undefined) fields['certificate'] = certificate;
  if (type === bootstrapToken) Object.assign(fields, bootstrapFields(values));
  return fields;
}

/** Entries by name, read only when asked for; `stringData` wins over `data`, as in the API server. */
function valuesOf({ data, stringData }: Json): Map<string, () => string | undefined> {
  const values = new Map<string, () => string | undefined>();
  if (isRecord(data)) for (const key of Object.keys(data)) values.set(key, () => decoded(data[key]));
  if (isRecord(stringData)) {
    for (const key of Object.keys(stringData)) {
      values.set(key, () => (typeof stringData[key] === 'string' ? stringData[key] : undefined));
    }
  }
  return values;
}

function decoded(value: unknown): string | undefined {
  return typeof value === 'string' ? Buffer.from(value.slice(0, longestRead), 'base64').toString('latin1') : undefined;
}

function bootstrapFields(values: ReadonlyMap<string, () => string | undefined>): Json {
  const expiration = timeOf(values.get('expiration')?.());
  const usages = ['authentication', 'signing'].filter((usage) => values.get(`${usagePrefix}${usage}`)?.() === 'true');
  return { ...(expiration !== undefined && { expiration }), usages };
}

function projectedBefore({ keys, certificate, expiration, usages }: Json): Json {
  const until = timeOf(expiration);
  const facts = factsOf(certificate);
  return {
    keys: texts(keys).toSorted(),
    ...(facts && { certificate: facts }),
    ...(until !== undefined && { expiration: until }),
    ...(Array.isArray(usages) && { usages: texts(usages) }),
  };
}

function factsOf(certificate: unknown): CertificateFacts | undefined {
  if (!isRecord(certificate)) return undefined;
  const notBefore = timeOf(certificate['notBefore']);
  const notAfter = timeOf(certificate['notAfter']);
  if (notBefore === undefined || notAfter === undefined) return undefined;
  return { notBefore, notAfter, dnsNames: texts(certificate['dnsNames']) };
}

/** RFC 3339 with milliseconds, or undefined for what is no time. */
function timeOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T[\d:.]{5,20}(?:Z|[+-]\d{2}:\d{2})$/.test(value)) {
    return undefined;
  }
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? (list as unknown[]).filter((text) => typeof text === 'string') : [];
}
