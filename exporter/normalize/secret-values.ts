import { secretClassOf, type SecretClass } from '../model/secret-class.ts';
import { harmlessValue, isRandom, isSecretName } from './harmless-values.ts';
import { namesKey, promiseOf } from './secret-names.ts';

/** Secrets longer than this are recognised by how they begin; the bound keeps huge values cheap. */
const longestRead = 8192;

/**
 * The class of a literal secret in a variable or setting, or undefined when it looks harmless. What was redacted keeps
 * its class. Settings within the value are not looked at: `secretIn` does.
 */
export function detectSecret(name: string, value: string): SecretClass | undefined {
  const known = secretClassOf(value);
  if (known !== undefined) return known;
  const read = value.length > longestRead ? value.slice(0, longestRead) : value;
  const shown = classOfValue(read);
  if (shown !== undefined) return shown;
  const promise = promiseOf(name);
  if (promise === undefined) return isRandom(read) && namesKey(name) ? 'name' : undefined;
  if (!harmlessValue(read)) return 'name';
  if (promise !== 'password') return undefined;
  return shortNumber.test(read) || (endsInPassword.test(name) && isSecretName(read)) ? 'name' : undefined;
}

/** Nobody puts the name of a Secret where the password itself belongs. */
const endsInPassword = /pass(?:word|wd|phrase)?$/i;

/** A password of digits only; a single one is a switch. */
const shortNumber = /^\d{4,32}$/;

/** Tokens whose issuers gave them a form of their own. Every pattern has bounded repetition: time is linear. */
const forms: readonly (readonly [SecretClass, RegExp])[] = [
  ['private-key', /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/],
  // The same in base64, as kubeconfigs hold them.
  ['private-key', /LS0tLS1CRUdJTi(?:BQUklWQVRF|BSU0EgUFJJVkFUR|BFQyBQUklWQVRF|BPUEVOU1NIIFBSSVZBVE)/],
  [
    'password-hash',
    /\$(?:2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|apr1\$[^\s$]{1,16}\$[./A-Za-z0-9]{22}|6\$[^\s$]{1,64}\$[./A-Za-z0-9]{86}|argon2id?\$)/,
  ],
  ['aws-access-key', /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/],
  ['github-token', /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})/],
  ['gitlab-token', /(?<![A-Za-z0-9])gl(?:pat|dt|rt|ptt|ft)-[A-Za-z0-9_-]{20}/],
  ['slack-token', /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10}/],
  ['slack-token', /hooks\.slack\.com\/(?:services|workflows)\/[A-Z0-9]{6,20}\/[A-Z0-9]{6,20}\//],
  ['google-api-key', /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/],
  ['azure-key', /(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{32}/],
  ['stripe-key', /(?<![A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{16}/],
  [
    'service-token',
    /(?<![A-Za-z0-9])(?:sk-(?:ant-|proj-|svcacct-)?[A-Za-z0-9]{20}|npm_[A-Za-z0-9]{36}|hf_[A-Za-z0-9]{30})/,
  ],
  ['service-token', /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/],
  ['service-token', /(?<![A-Za-z0-9])(?:hvs|hvb)\.[A-Za-z0-9_-]{24}/],
];

/** What follows the name of a scheme; the digit tells it from words. */
const httpCredentials =
  /(?<![A-Za-z0-9])(?:[Bb]earer|[Bb]asic)\s{1,4}(?=[A-Za-z0-9+/._~-]{0,64}\d)[A-Za-z0-9+/._~-]{12}/;

/** What every form holds, so that most values are passed over by one look. */
const formHint =
  /-----BEGIN|LS0tLS1CRUdJTi|\$(?:2|apr1|6|argon2)|A[KS]IA|gh[pousr]_|github_pat_|gl(?:pat|dt|rt|ptt|ft)-|xox|hooks\.slack|AIza|AccountKey=|SharedAccessKey=|[rs]k_live_|sk-|npm_|hf_|SG\.|hv[sb]\.|eyJ|[Bb]earer|[Bb]asic/;

const shortestForm = 16;

/** The class of a secret that is told by its form alone, anywhere in a text. */
export function classOfValue(value: string): SecretClass | undefined {
  if (value.length >= shortestForm && formHint.test(value)) {
    for (const [secretClass, form] of forms) if (form.test(value)) return secretClass;
    if (hasJwt(value)) return 'jwt';
    if (httpCredentials.test(value)) return 'http-credentials';
  }
  return hasPasswordInAddress(value) ? 'url-password' : undefined;
}

const jwt = /eyJ[A-Za-z0-9_-]{8,2048}\.eyJ[A-Za-z0-9_-]{8,6000}\.[A-Za-z0-9_-]{16}/y;
const jwtCut = /eyJ[A-Za-z0-9_-]{8,2048}\.eyJ[A-Za-z0-9_-]{4000}/y;
const mostTries = 8;

/** Looks at the first few places where one could begin: a hostile value cannot make this slow. */
function hasJwt(value: string): boolean {
  let at = -1;
  for (let tries = 0; tries < mostTries; tries++) {
    at = value.indexOf('eyJ', at + 1);
    if (at < 0) return false;
    jwt.lastIndex = at;
    if (jwt.test(value)) return true;
    jwtCut.lastIndex = at;
    if (jwtCut.test(value)) return true;
  }
  return false;
}

/** The way of Go's MySQL driver: `user:password@tcp(host)`. */
const goAddress = /^[^:@/\s]{1,64}:([^@\s]{1,256})@(?:tcp|unix)\(/;

function hasPasswordInAddress(value: string): boolean {
  let at = -1;
  for (let tries = 0; tries < mostTries; tries++) {
    at = value.indexOf('://', at + 1);
    if (at < 0) break;
    const password = passwordOfAuthority(value, at + '://'.length);
    if (password !== undefined && !isReference(password)) return true;
  }
  const password = goAddress.exec(value)?.[1];
  return password !== undefined && !isReference(password);
}

/** The password in `user:password@host`, which begins at `from`. */
function passwordOfAuthority(value: string, from: number): string | undefined {
  const authority = /^[^/?#\s"'\\]{1,1024}/.exec(value.slice(from, from + 1024))?.[0] ?? '';
  const at = authority.lastIndexOf('@');
  const colon = authority.indexOf(':');
  return at > 0 && colon >= 0 && colon < at - 1 ? authority.slice(colon + 1, at) : undefined;
}

/** Whether a password is only a place for one: another variable, a template, asterisks. */
function isReference(text: string): boolean {
  return /^(?:\$[({]?|\{\{|<|%[({])/.test(text) || /^(?:\*+|x+|X+|\.+|-+)$/.test(text);
}
