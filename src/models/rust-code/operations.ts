/** How a module is operated. */
import type { HealthEndpoint } from './health.ts';
import type { Service } from './service.ts';
import type { Settings } from './settings.ts';
import type { Shutdown } from './shutdown.ts';

/** How the module is operated: what one of its services does is done; where it has none, what its code does. */
export interface Operations {
  readonly services: readonly Service[];
  readonly settings: Settings;
  readonly health: readonly HealthEndpoint[];
  readonly shutdown: Shutdown;
}

/** Crates whose only use is observing; declared and never used is a promise not kept. */
export const OBSERVING = new Set([
  ...['tracing', 'metrics', 'prometheus', 'prometheus-client', 'opentelemetry', 'tracing-opentelemetry'],
  ...['opentelemetry-otlp', 'metrics-exporter-prometheus', 'axum-prometheus', 'tokio-metrics', 'cadence', 'statsd'],
]);
