/** Words that promise a secret by themselves. */
const secretWords = words(`
  password passwords passwd passphrase passcode pwd secret token credential credentials creds apikey apisecret
  authkey secretkey accesskey privatekey dbpass userpass keypass storepass psk mnemonic masterauth
`);

/** Of these a number is a password too, not a limit or a switch. */
const passwordWord = /^(?:password|passwd|passphrase|passcode|pwd|pass|pin|secret)$|(?:password|passwd)$/;

/** Endings of words written without a separator, such as PGPASSWORD. */
const secretEndings = ['password', 'passwd', 'passphrase', 'requirepass', 'secret', 'token', 'apikey'];

/** Words before `key` that make it a secret; other keys (of maps, of caches, public ones) are none. */
const keyWords = words(`
  access account admin api app auth cipher client cookie crypto decryption deploy encryption fernet hmac ingest
  ingestion integration jwt licence license master preshared private secret session shared sign signing storage
  subscription webhook write
`);

/** Words after the promise that turn it into something about a secret: where it is, how long it lasts, what it is called. */
const aboutWords = words(`
  adapter age alg algorithm alias allowed arn attempts attribute attributes audience audiences authentication
  backend bucket cache check checker checks claim claims class cleanup cmd column command complexity config
  confirm confirmation controller cookie count digits dir directory disabled driver duration email enabled encoder
  encoding encryption endpoint engine env error exchange existing expiration expires expiry extension field file
  filename files filter flow folder format generator grant group handler hasher hashers header helper hint host id
  ids injector interval introspection issuer issuers kind label leeway length lifetime limit location lookup
  manager max message method metric metrics middleware min mode mount name names namespace notification operator
  param parameter params parser path paths pattern per percent permission permissions placeholder plugin policy
  port prefix process prompt property provider queue rate ratio recovery ref reference refresh regex region reload
  reloader reminder renewal required reset retention review role roles rotation rounds rule rules scan scanner
  scanning schema scope scopes selector server service size skew source state status storage store strategy
  strength suffix symbol sync table template threshold timeout title topic ttl type uri url usage user username
  validation validator validity var version volume window
`);

/** Words before `secret` with which it is the name of a Secret of Kubernetes. */
const secretKinds = new Set(['ca', 'cert', 'certificate', 'existing', 'inject', 'k8s', 'kubernetes', 'pull', 'tls']);

/** Words before `token` with which it is a piece of text, as language models count them. */
const textTokens = new Set(['bos', 'cls', 'eos', 'eot', 'mask', 'max', 'min', 'num', 'pad', 'sep', 'stop', 'unk']);

/** First words with which a name says what is shown, or what is not done. */
const sayings = new Set([
  'disable',
  'error',
  'help',
  'hide',
  'label',
  'message',
  'msg',
  'no',
  'prompt',
  'skip',
  'tooltip',
  'without',
]);

/** What precedes `auth` where that is a name and a password rather than a method. */
const accounts = new Set(['basic', 'http', 'neo4j', 'redis']);

const longestName = 256;

/** What every promise contains, so that most names are passed over by one look. */
const promising = /pass|pwd|pw|secret|token|cred|key|cookie|auth|psk|mnemonic|salt|pat/i;

/** What the name of a variable promises, read word by word: `DB_PASSWORD` a secret, `TOKENIZER_PATH` nothing. */
export function promiseOf(name: string): 'password' | 'secret' | undefined {
  if (!promising.test(name)) return undefined;
  // Of labels and annotations the part after the domain says it.
  const parts = wordsOf(name.slice(name.lastIndexOf('/') + 1));
  if (sayings.has(parts[0] ?? '')) return undefined;
  let promise: 'password' | 'secret' | undefined;
  parts.forEach((word, index) => {
    const before = parts[index - 1];
    // The Secret of a password, the token of a public key.
    if (word === 'secret' && before !== undefined && passwordWord.test(before)) promise = undefined;
    else if (word === 'token' && before === 'key' && parts[index - 2] === 'public') promise = undefined;
    else if (isPromise(word, before, index === parts.length - 1))
      promise = passwordWord.test(word) ? 'password' : 'secret';
    else if (word === 'key' && before !== undefined && passwordWord.test(before)) promise = undefined;
    // The one identifier that is a token: Vault's development server takes it from there.
    else if (aboutWords.has(word) && !(word === 'id' && before === 'token' && parts[index - 2] === 'root')) {
      promise = undefined;
    }
  });
  return promise;
}

function isPromise(word: string, before: string | undefined, isLast: boolean): boolean {
  if (word === 'secret' && before !== undefined && secretKinds.has(before)) return false;
  if (word === 'token' && before !== undefined && textTokens.has(before)) return false;
  if (secretWords.has(word) || secretEndings.some((ending) => word.endsWith(ending))) return true;
  if (word === 'key') return before !== undefined && keyWords.has(before);
  if (word === 'pass' || word === 'pw' || word === 'salt') return isLast;
  if (word === 'auth') return isLast && before !== undefined && accounts.has(before);
  if (word === 'pat') return isLast && /^(?:gh|git|github|gitlab|azure|ado|devops)$/.test(before ?? '');
  return word === 'cookie' && before === 'erlang';
}

/** Kinds of keys that are public, or say where something stands. */
const openKeys =
  /^(?:public|publishable|site|gpg|pgp|host|partition|sort|primary|foreign|cache|idempotency|kms|instrumentation|pub)$/;

/** Whether a name is that of some key, which is a secret only if its value is random. */
export function namesKey(name: string): boolean {
  const words = wordsOf(name);
  return (words.at(-1)?.endsWith('key') ?? false) && !words.some((word) => openKeys.test(word));
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

/** A set of the words of a text. */
function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
