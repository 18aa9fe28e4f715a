/** How a literal was recognised as a secret, in the words of a message; the value itself is never kept. */
export const secretClasses = {
  name: 'a literal where its name promises a secret',
  jwt: 'a JSON Web Token',
  'aws-access-key': 'an AWS access key',
  'private-key': 'a private key',
  'url-password': 'an address with a password in it',
  'password-hash': 'the hash of a password',
  'http-credentials': 'the credentials of an HTTP request',
  'github-token': 'a GitHub token',
  'gitlab-token': 'a GitLab token',
  'slack-token': 'a Slack token or webhook',
  'google-api-key': 'a Google API key',
  'azure-key': 'a key of an Azure storage account or service bus',
  'stripe-key': 'a Stripe key',
  'service-token': 'a token of an online service',
} as const;

export type SecretClass = keyof typeof secretClasses;

const marker = '\u2063secret:';

/** What stands in an object in place of a literal secret: its class, behind an invisible mark. */
export function redacted(secretClass: SecretClass): string {
  return `${marker}${secretClass}`;
}

/** The class of a literal that normalization redacted, or undefined for any other value. */
export function secretClassOf(value: unknown): SecretClass | undefined {
  if (typeof value !== 'string' || !value.startsWith(marker)) return undefined;
  const secretClass = value.slice(marker.length);
  return isSecretClass(secretClass) ? secretClass : undefined;
}

/** The class of the first secret that was redacted within a longer text, such as an argument of a command. */
export function secretClassWithin(text: unknown): SecretClass | undefined {
  if (typeof text !== 'string') return undefined;
  const start = text.indexOf(marker);
  if (start < 0) return undefined;
  const word = /^[a-z-]{1,32}/.exec(text.slice(start + marker.length))?.[0] ?? '';
  return isSecretClass(word) ? word : undefined;
}

/** Whether a text names a class of secrets. */
export function isSecretClass(text: string): text is SecretClass {
  return Object.hasOwn(secretClasses, text);
}
