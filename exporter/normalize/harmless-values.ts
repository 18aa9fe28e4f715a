const notSecrets = new Set([
  '~',
  '""',
  "''",
  'trust',
  'unlimited',
  'true',
  'false',
  'yes',
  'no',
  'on',
  'off',
  'none',
  'null',
  'nil',
  'undefined',
  'enabled',
  'disabled',
  'optional',
  'required',
]);

const harmless: readonly RegExp[] = [
  // numbers, sizes and durations
  /^[+-]?\d{1,32}(?:\.\d{1,32})?(?:[KMGTPE]i?)?$/,
  /^(?:\d{1,12}(?:\.\d{1,6})?(?:ns|us|µs|ms|s|m|h|d|w|y)){1,6}$/,
  // references to other variables and templates that are filled in later
  /^\$\([^()]{1,256}\)$/,
  /^\$\{[^{}]{1,256}\}$/,
  /^\$[A-Za-z_][A-Za-z0-9_]{0,255}$/,
  /^\$[\d@*#?!]$/,
  /^\{\{[^]{0,4096}\}\}$/,
  /^#?\{[A-Za-z_][\w.]{0,63}\}$/,
  /^%[a-z]$/,
  /^(?:<%|\$__[a-z]{1,16}\{|env:|file:|@Microsoft\.KeyVault\()/,
  /^([%@])[A-Za-z_][\w.-]{0,127}\1$/,
  // encrypted by SOPS, Jasypt, Spring Cloud Config, Ansible
  /^(?:ENC[[(]|\{cipher\}|\$ANSIBLE_VAULT;)/,
  // instructions; what works until somebody changes it, such as `changeme`, is none
  /^(?:todo|tbd|fixme|replace[-_ ]?me|replace[-_ ](?:with|this)\b.{0,128}|your[-_ ][a-z_ -]{1,128}|[a-z_ -]{1,128}[-_ ]here)$/i,
  /^replace[-_](?:with|this)[-_]\S{1,128}$/i,
  /^\[[A-Z_]{1,32}\]$/,
  // paths of Vault's engines
  /^(?:secret|kv|database|pki|transit|aws|ssh)\/[\w./-]{1,256}$/,
  /^<[^<>]{1,256}>$/,
  /^(?:\*{1,256}|x{1,256}|X{1,256}|\.{1,256}|-{1,256})$/,
  // places: paths, addresses (those with a password were found before), references to stores of secrets
  /^(?:\/|\.{1,2}\/|~\/|[A-Za-z]:\\)[^\s]*$/,
  /^[a-z][a-z0-9+.-]{1,31}:\/\/[^\s]*$/i,
  /^(?:arn|vault|secretref|awssm|gcpsm|ssm|ref\+[a-z]{1,16}):\S+$/i,
  /^projects\/[^/\s]{1,256}\/secrets\/[^\s]+$/,
];

/** What people write who want to say that it is one: `super-secret` is a password, and no name of a Secret. */
const boast = /^(?:my|our|very|super|top|shared|not-so|some)(?:[-.](?:super|top|very|shared))?[-.]secret$/;

/** Whether a value is the name of a Secret of Kubernetes: they end in what they are. */
export function isSecretName(value: string): boolean {
  return (
    /^[a-z0-9](?:[a-z0-9./-]{0,240}[./-])?(?:secrets?|credentials?|creds|tls|certs?)$/.test(value) && !boast.test(value)
  );
}

/** Whether a value cannot be a secret, whatever its variable is called. */
export function harmlessValue(value: string): boolean {
  const text = value.trim();
  return (
    text === '' ||
    notSecrets.has(text.toLowerCase()) ||
    harmless.some((form) => form.test(text)) ||
    isSecretName(text) ||
    isSentence(text)
  );
}

const stopWords =
  /\s(?:a|an|and|are|at|be|for|from|has|have|if|in|is|it|must|of|on|or|please|the|this|to|was|will|with|you|your)\s/i;

/** Whether text speaks about something; a passphrase is made of words that mean more. */
function isSentence(text: string): boolean {
  return text.length > 12 && text.length <= 4096 && stopWords.test(text) && !/\d/.test(text);
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a value is what a generator made: long, of one piece, letters and digits mixed. Identifiers are none. */
export function isRandom(value: string): boolean {
  if (!/^[A-Za-z0-9+/_-]{20,256}={0,2}$/.test(value) || uuid.test(value)) return false;
  return (value.match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)/g)?.length ?? 0) >= 4;
}
