/** Whether code emits traces, or metrics that somebody outside can read. */
import type { CrateModel } from '../rust/crate/crate-model.ts';
import { bodiesOf, type CodePlace, calleeOf, macroOf, placeOf } from './crate-bodies.ts';

export interface Emission {
  /** `tracing::info!`, `#[instrument]`, `metrics::counter!` … */
  readonly what: string;
  readonly place: CodePlace;
}

const TRACING = /^(?:tracing::)?(?:trace|debug|info|warn|error|event|span|(?:trace|debug|info|warn|error)_span)$/;
const METRIC_MACROS =
  /^(?:metrics::)?(?:counter|gauge|histogram|absolute_counter|increment_counter|increment_gauge|register_\w+|describe_\w+)$|^prometheus::\w+$/;
const METRIC_CALLS =
  /^(?:metrics|prometheus|prometheus_client|opentelemetry\w*|tracing_opentelemetry|metrics_exporter_\w+|cadence|statsd|tokio_metrics)::/;

/**
 * Every place where the crate emits, in source order.
 * @param tracing that crate is a dependency
 */
export function emissions(model: CrateModel, tracing: boolean): Emission[] {
  const instrumented = model.definitions.flatMap((definition) => {
    const attribute = definition.attributes.find(
      ({ path }) => path === 'tracing::instrument' || (path === 'instrument' && tracing),
    );
    if (attribute === undefined) return [];
    const { path, line, column } = model.placeAt(definition, attribute.span.start);
    return [{ what: '#[instrument]', place: { path, line, column } }];
  });
  return [...instrumented, ...bodiesOf(model).flatMap((code) => [...macros(code, tracing), ...calls(code)])];
}

type Code = Parameters<typeof placeOf>[0];

function macros(code: Code, tracing: boolean): Emission[] {
  return code.body.macros.flatMap((macro) => {
    const name = macroOf(code, macro);
    // A bare `info!` may come from `#[macro_use] extern crate`, which only the manifest can tell from `log`.
    const traces = TRACING.test(name) && (name.startsWith('tracing::') || tracing);
    return traces || METRIC_MACROS.test(name) ? [{ what: `${name}!`, place: placeOf(code, macro.token) }] : [];
  });
}

function calls(code: Code): Emission[] {
  return code.body.calls.flatMap((call) => {
    const callee = calleeOf(code, call);
    return callee !== undefined && METRIC_CALLS.test(callee)
      ? [{ what: callee, place: placeOf(code, call.token) }]
      : [];
  });
}

const IO =
  /^(?:std::(?:fs|net|process)|tokio|async_std|smol|reqwest|hyper|axum|actix_web|tonic|async_nats|nats|sqlx|diesel|rusqlite|redis|rdkafka|lapin|ureq|git2|mongodb|sled|rocksdb)::/;

/** A place where the crate does I/O or is asynchronous; undefined for a pure one. */
export function ioOf(model: CrateModel): { readonly what: string; readonly place: CodePlace } | undefined {
  for (const code of bodiesOf(model)) {
    const waiting = code.body.awaits[0] ?? code.body.asyncBlocks[0];
    if (waiting !== undefined) return { what: 'async code', place: placeOf(code, waiting.token) };
    for (const call of code.body.calls) {
      const callee = calleeOf(code, call);
      if (callee !== undefined && IO.test(callee)) return { what: callee, place: placeOf(code, call.token) };
    }
  }
  return undefined;
}
