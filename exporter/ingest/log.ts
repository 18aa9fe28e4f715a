/** Where ingest tells what it does: a static message with fields, as pino takes them. */
export interface IngestLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
