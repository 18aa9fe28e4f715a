import type { IngestTelemetry } from './sink.ts';

/** Counts nothing: for commands that ask once and end. */
export const noTelemetry: IngestTelemetry = {
  traced: (_name, _attributes, work) => work(),
  request() {},
  bytes() {},
  throttled() {},
  watchRestarted() {},
  relisted() {},
  permissionGap() {},
  clockSkew() {},
};
