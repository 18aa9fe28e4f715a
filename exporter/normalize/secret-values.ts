/** How a literal was recognised as a secret; the value itself is never kept. */
export type SecretClass =
  | 'name'
  | 'jwt'
  | 'aws-access-key'
  | 'private-key'
  | 'url-password'
  | 'github-token'
  | 'slack-token'
  | 'google-api-key';

const marker = '\u2063secret:';

/** What stands in an object in place of a literal secret: its class, behind an invisible mark. */
export function redacted(secretClass: SecretClass): string {
  return `${marker}${secretClass}`;
}

/** The class of a literal that normalization redacted, or undefined for any other value. */
export function secretClassOf(value: unknown): SecretClass | undefined {
  return typeof value === 'string' && value.startsWith(marker)
    ? (value.slice(marker.length) as SecretClass)
    : undefined;
}

/** The class of a literal secret in an environment variable, or undefined when it looks harmless. */
export function detectSecret(name: string, value: string): SecretClass | undefined {
  if (value === '') return undefined;
  return /passw(or)?d|secret|token|api_?key/i.test(name) ? 'name' : undefined;
}
