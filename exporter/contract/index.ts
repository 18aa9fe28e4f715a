export * from './api.ts';
export * from './metrics.ts';
export * from './promql.ts';
export * from './recorded.ts';
export * from './scan.ts';
export * from './spec.ts';
export * from './vocabulary.ts';
