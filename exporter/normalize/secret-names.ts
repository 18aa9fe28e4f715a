/** Words that promise a secret by themselves. */
const secretWords = new Set([
  'password',
  'passwords',
  'passwd',
  'passphrase',
  'passcode',
  'pwd',
  'secret',
  'token',
  'credential',
  'credentials',
  'creds',
  'apikey',
  'apisecret',
  'authkey',
  'secretkey',
  'accesskey',
  'privatekey',
  'dbpass',
  'userpass',
  'keypass',
  'storepass',
]);

/** Endings of words written without a separator, such as PGPASSWORD. */
const secretEndings = ['password', 'passwd', 'passphrase', 'secret', 'token', 'apikey'];

/** Words before `key` that make it a secret; other keys (of maps, of caches, public ones) are none. */
const keyWords = new Set([
  'access',
  'account',
  'api',
  'app',
  'auth',
  'cookie',
  'decryption',
  'encryption',
  'jwt',
  'master',
  'private',
  'secret',
  'session',
  'shared',
  'sign',
  'signing',
  'storage',
]);

/** Words after the promise that turn it into something about a secret: where it is, how long it lasts, what it is called. */
const aboutWords = new Set([
  'age',
  'alg',
  'algorithm',
  'allowed',
  'arn',
  'attempts',
  'audience',
  'backend',
  'bucket',
  'cache',
  'class',
  'cleanup',
  'cmd',
  'command',
  'complexity',
  'config',
  'count',
  'dir',
  'directory',
  'disabled',
  'duration',
  'enabled',
  'endpoint',
  'engine',
  'env',
  'expiration',
  'expires',
  'expiry',
  'field',
  'file',
  'filename',
  'files',
  'folder',
  'format',
  'header',
  'host',
  'id',
  'ids',
  'interval',
  'issuer',
  'kind',
  'length',
  'lifetime',
  'limit',
  'location',
  'manager',
  'max',
  'method',
  'min',
  'mode',
  'mount',
  'name',
  'names',
  'namespace',
  'params',
  'path',
  'paths',
  'pattern',
  'policy',
  'port',
  'prefix',
  'process',
  'property',
  'provider',
  'ref',
  'reference',
  'regex',
  'region',
  'renewal',
  'required',
  'retention',
  'review',
  'rotation',
  'scope',
  'scopes',
  'selector',
  'server',
  'service',
  'size',
  'source',
  'store',
  'strategy',
  'strength',
  'suffix',
  'timeout',
  'ttl',
  'type',
  'uri',
  'url',
  'user',
  'username',
  'validation',
  'validator',
  'validity',
  'var',
  'version',
  'volume',
  'window',
]);

const longestName = 256;

/** Whether the name of a variable promises a secret, read word by word: `DB_PASSWORD` does, `TOKENIZER_PATH` does not. */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name);
  let promised = false;
  words.forEach((word, index) => {
    if (aboutWords.has(word)) promised = false;
    else if (isPromise(word, words[index - 1], index === words.length - 1)) promised = true;
  });
  return promised;
}

function isPromise(word: string, before: string | undefined, isLast: boolean): boolean {
  if (secretWords.has(word) || secretEndings.some((ending) => word.endsWith(ending))) return true;
  if (word === 'key') return before !== undefined && keyWords.has(before);
  if (word === 'pass') return isLast;
  return word === 'cookie' && before === 'erlang';
}

/** Words of SNAKE_CASE, kebab-case, dotted names and camelCase, in lower case. */
function wordsOf(name: string): string[] {
  return name
    .slice(0, longestName)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/\d+$/, ''))
    .filter((word) => word !== '');
}

const notSecrets = new Set([
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
  /^\{\{[^{}]{0,512}\}\}$/,
  /^<[^<>]{1,256}>$/,
  /^(?:\*{1,256}|x{1,256}|X{1,256}|\.{1,256}|-{1,256})$/,
  // places: paths, addresses (those with a password were found before), references to stores of secrets
  /^(?:\/|\.{1,2}\/|~\/|[A-Za-z]:\\)[^\s]*$/,
  /^[a-z][a-z0-9+.-]{1,31}:\/\/[^\s]*$/i,
  /^(?:arn|vault|secretref|awssm|gcpsm|ssm|ref\+[a-z]{1,16}):\S+$/i,
  /^projects\/[^/\s]{1,256}\/secrets\/[^\s]+$/,
  // names of Secrets, which end in what they are
  /^[a-z0-9](?:[a-z0-9.-]{0,240}[.-])?(?:secrets?|credentials?|creds)$/,
];

/** Whether a value cannot be a secret, whatever its variable is called. */
export function harmlessValue(value: string): boolean {
  const text = value.trim();
  return text === '' || notSecrets.has(text.toLowerCase()) || harmless.some((form) => form.test(text));
}
