import { context, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';

/** Runs work inside a span that ends with it; costs next to nothing while tracing is off. */
export type Traced = <T>(name: string, attributes: Attributes, work: () => Promise<T>) => Promise<T>;

const tracer = trace.getTracer('plumbline');

/** Spans around the stages of the flow; a span is marked as failed when its work throws. */
export const traced: Traced = (name, attributes, work) =>
  tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
      throw error;
    } finally {
      span.end();
    }
  });

/**
 * Sends spans to an OTLP collector when the environment names one (OTEL_EXPORTER_OTLP_ENDPOINT or its traces
 * variant, as OpenTelemetry specifies them). Loads the SDK only then; the result flushes and stops.
 */
export async function startTracing(env: NodeJS.ProcessEnv, version: string): Promise<() => Promise<void>> {
  const endpoint = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (!endpoint || env['OTEL_SDK_DISABLED'] === 'true') return () => Promise.resolve();
  const [
    { TracerProvider, BatchSpanProcessor },
    { OTLPTraceExporter },
    { AsyncLocalStorageContextManager },
    resources,
  ] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/context-async-hooks'),
    import('@opentelemetry/resources'),
  ]);
  const provider = new TracerProvider({
    resource: resources.resourceFromAttributes({
      'service.name': env['OTEL_SERVICE_NAME'] ?? 'plumbline',
      'service.version': version,
    }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  return () => provider.shutdown();
}
