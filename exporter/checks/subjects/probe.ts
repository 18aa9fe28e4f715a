import type { Handler } from '../../model/pod.ts';
import { isSet } from './field.ts';

/** Whether a probe is there and says what to ask; the API server refuses one that does not. */
export function asksSomething(probe: Handler | null | undefined): boolean {
  return isSet(probe) && (isSet(probe.httpGet) || isSet(probe.tcpSocket) || isSet(probe.exec) || isSet(probe.grpc));
}
