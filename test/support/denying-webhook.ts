import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './certificate.ts';

/** An admission webhook that refuses whatever it is asked about, in the words of the path that it is asked at. */
export interface DenyingWebhook extends AsyncDisposable {
  readonly url: string;
  /** PEM of the authority that signed its certificate, in base64, as a webhook configuration takes it. */
  readonly caBundle: string;
}

/** Starts one on a free port; `answers` gives the message for each path. */
export async function startDenyingWebhook(answers: Readonly<Record<string, string>>): Promise<DenyingWebhook> {
  const { key, cert } = selfSigned('localhost');
  const server = createServer({ key, cert }, (request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const { uid } = (JSON.parse(text) as { readonly request: { readonly uid: string } }).request;
      const path = new URL(request.url ?? '/', 'https://localhost').pathname;
      const status = { message: answers[path] };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          apiVersion: 'admission.k8s.io/v1',
          kind: 'AdmissionReview',
          response: { uid, allowed: false, status },
        }),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    caBundle: Buffer.from(cert).toString('base64'),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
