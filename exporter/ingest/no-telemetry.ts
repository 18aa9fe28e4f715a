import type { IngestTelemetry } from './sink.ts';

/** Counts nothing: for commands that ask once and end. */
export const noTelemetry: IngestTelemetry = {
  request() {},
  bytes() {},
  throttled() {},
  watchRestarted() {},
  relisted() {},
  permissionGap() {},
  clockSkew() {},
};
