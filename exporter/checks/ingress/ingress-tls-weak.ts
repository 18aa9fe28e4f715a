import { at } from '../../model/record.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { whole } from '../subjects/whole.ts';
import { quoted } from '../text.ts';

interface TlsFields {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: object;
}

const ingressOrConfig = whole<TlsFields>('ingress or configuration of its controller', ['Ingress', 'ConfigMap'], {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'app', namespace: 'shop' },
  spec: { tls: [{ hosts: ['shop.example'] }], rules: [{ host: 'shop.example' }] },
});

const ciphers = 'nginx.ingress.kubernetes.io/ssl-ciphers';
const policy = 'alb.ingress.kubernetes.io/ssl-policy';
const annotated = (annotations: Readonly<Record<string, string>>) => ({ metadata: { annotations } });
const configured = (data: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'ingress-nginx-controller' },
  spec: undefined,
  data,
});

export const ingressTlsWeak = defineCheck({
  id: 'ingress-tls-weak',
  title: 'Ingress offers TLS that can be broken',
  category: 'ingress',
  optional: true,
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: { nsa: ['encryption'] },
  because:
    'Whoever sits between agrees on the weakest that both sides offer: TLS before 1.2 and ciphers such as RC4, 3DES or export ones are then read or altered.',
  remedy: 'Offer TLS 1.2 and 1.3 with the ciphers that the controller chooses by default.',
  paste: yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: ingress-nginx-controller
      namespace: ingress-nginx
    data:
      ssl-protocols: TLSv1.2 TLSv1.3
  `,

  subject: ingressOrConfig,
  fields: ['metadata.annotations', 'data.ssl-ciphers', 'data.ssl-protocols'],
  violatedBy(candidate) {
    if (candidate.kind === 'ConfigMap') {
      const list = at(candidate, 'data', 'ssl-ciphers');
      const versions = at(candidate, 'data', 'ssl-protocols');
      if (typeof list !== 'string' && typeof versions !== 'string') return 'not_applicable';
      const old = oldVersion(versions);
      if (old !== undefined)
        return { path: 'data.ssl-protocols', message: `ssl-protocols has ${quoted(old)} among them` };
      const weak = weakCipher(list);
      return weak === undefined
        ? false
        : { path: 'data.ssl-ciphers', message: `ssl-ciphers has ${quoted(weak)} among them` };
    }
    const { annotations } = candidate.metadata;
    const weak = weakCipher(annotations?.[ciphers]);
    if (weak !== undefined)
      return { path: 'metadata.annotations', message: `annotation ${ciphers} has ${quoted(weak)} among them` };
    const named = annotations?.[policy];
    if (typeof named !== 'string' || !oldPolicy.test(named)) return false;
    return {
      path: 'metadata.annotations',
      message: `annotation ${policy} is ${quoted(named)}, which offers TLS before 1.2`,
    };
  },

  examples: {
    violating: {
      'a cipher is RC4': annotated({ [ciphers]: 'ECDHE-RSA-AES128-GCM-SHA256:RC4-SHA' }),
      'a cipher is 3DES': annotated({ [ciphers]: 'DES-CBC3-SHA' }),
      'a class of ciphers without encryption': annotated({ [ciphers]: 'ALL:eNULL' }),
      'every cipher is offered': annotated({ [ciphers]: 'ALL' }),
      'the policy of Amazon is from 2016': annotated({ [policy]: 'ELBSecurityPolicy-2016-08' }),
      'the policy of Amazon names TLS 1.0': annotated({ [policy]: 'ELBSecurityPolicy-TLS13-1-0-2021-06' }),
      'the controller offers TLS 1.0': configured({ 'ssl-protocols': 'TLSv1 TLSv1.2 TLSv1.3' }),
      'the controller offers TLS 1.1': configured({ 'ssl-protocols': 'TLSv1.1 TLSv1.2' }),
      'the controller offers MD5': configured({ 'ssl-ciphers': 'AES256-GCM-SHA384:RC4-MD5' }),
    },
    compliant: {
      'nothing is said of it': {},
      'ciphers are strong': annotated({ [ciphers]: 'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305' }),
      'weak ones are excluded': annotated({ [ciphers]: 'HIGH:!aNULL:!MD5:!3DES:-RC4' }),
      'every cipher but weak ones': annotated({ [ciphers]: 'ALL:!aNULL:!eNULL:!EXPORT:!LOW:!RC4:!3DES:!MD5' }),
      'the policy of Amazon is recent': annotated({ [policy]: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }),
      'the controller offers TLS 1.2 and 1.3': configured({ 'ssl-protocols': 'TLSv1.2 TLSv1.3' }),
    },
    notApplicable: {
      'the configuration is of something else': configured({ mode: 'fast' }),
    },
  },
});

const longestRead = 4096;
const weakNames =
  /(?:^|[-_+])(?:RC4|3DES|DES|DES-CBC3|MD5|EXP|EXPORT|EXPORT40|NULL|eNULL|aNULL|ADH|AECDH|LOW|IDEA|RC2)(?:$|[-_+@])/i;
const everyName = /^(?:ALL|COMPLEMENTOFALL|COMPLEMENTOFDEFAULT)$/;
const oldPolicy = /^ELBSecurityPolicy-(?:2015-\d\d|2016-08|FS-2018-06|FS-1-1-.*|TLS-1-[01]-.*|TLS13-1-[01]-.*)$/;

/** The first weak entry of an OpenSSL list of ciphers; one behind `!` or `-` is taken out of it. */
function weakCipher(list: unknown): string | undefined {
  if (typeof list !== 'string') return undefined;
  const names = list
    .slice(0, longestRead)
    .split(/[:, ]+/)
    .filter(Boolean);
  const excludes = names.some((name) => name.startsWith('!'));
  return names.find((name) => !/^[!-]/.test(name) && (weakNames.test(name) || (everyName.test(name) && !excludes)));
}

function oldVersion(list: unknown): string | undefined {
  if (typeof list !== 'string') return undefined;
  return list
    .slice(0, longestRead)
    .split(/[\s,]+/)
    .find((name) => /^(?:SSLv[23]|TLSv1(?:\.[01])?)$/i.test(name));
}
