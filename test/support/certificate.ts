import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

/** A key and the certificate that it signed for itself, both PEM. */
export interface SelfSigned {
  readonly key: string;
  readonly cert: string;
}

/** Makes a certificate for one name (and 127.0.0.1) that is its own authority, valid from yesterday for a month. */
export function selfSigned(name: string): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = sequence(set(sequence(oid(0x55, 0x04, 0x03), node(0x0c, Buffer.from(name)))));
  const day = 24 * 3600 * 1000;
  const validity = sequence(time(Date.now() - day), time(Date.now() + 30 * day));
  const names = sequence(node(0x82, Buffer.from(name)), node(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = sequence(
    sequence(oid(0x55, 0x1d, 0x11), node(0x04, names)),
    sequence(
      oid(0x55, 0x1d, 0x13),
      node(0x01, Buffer.from([0xff])),
      node(0x04, sequence(node(0x01, Buffer.from([0xff])))),
    ),
  );
  const algorithm = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const serial = node(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const body = sequence(
    node(0xa0, node(0x02, Buffer.from([2]))),
    serial,
    algorithm,
    subject,
    validity,
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    node(0xa3, extensions),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  const der = sequence(body, algorithm, node(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

/** One DER element: tag, length, content. */
function node(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return node(0x30, Buffer.concat(parts));
}

function set(...parts: Buffer[]): Buffer {
  return node(0x31, Buffer.concat(parts));
}

function oid(...bytes: number[]): Buffer {
  return node(0x06, Buffer.from(bytes));
}

function time(ms: number): Buffer {
  const digits = new Date(ms)
    .toISOString()
    .replaceAll(/[-:T]|\.\d+/g, '')
    .slice(2);
  return node(0x17, Buffer.from(digits));
}
