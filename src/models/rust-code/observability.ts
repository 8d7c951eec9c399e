/** Whether code emits traces, or metrics that somebody outside can read. */
import type { CrateModel } from '../rust/crate/crate-model.ts';
import { calledPath, macroPath } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodies, codePlace } from '../rust-bodies/code-bodies.ts';
import type { Mark } from './mark.ts';

const TRACING = /^(?:tracing::)?(?:trace|debug|info|warn|error|event|span|(?:trace|debug|info|warn|error)_span)$/;
const METRIC_MACROS =
  /^(?:metrics::)?(?:counter|gauge|histogram|absolute_counter|increment_counter|increment_gauge|register_\w+|describe_\w+)$|^prometheus::\w+$/;
const METRIC_CALLS =
  /^(?:metrics|prometheus|prometheus_client|opentelemetry\w*|tracing_opentelemetry|metrics_exporter_\w+|cadence|statsd|tokio_metrics)::/;

/**
 * Every place where the crate emits, in source order: `tracing::info!`, `#[instrument]`, `metrics::counter!` …
 * @param tracing that crate is a dependency
 */
export function emissions(model: CrateModel, tracing: boolean): Mark[] {
  const instrumented = model.definitions.flatMap((definition) => {
    const attribute = definition.attributes.find(
      ({ path }) => path === 'tracing::instrument' || (path === 'instrument' && tracing),
    );
    if (attribute === undefined) return [];
    return [{ what: '#[instrument]', place: codePlace(model.placeAt(definition, attribute.span.start)) }];
  });
  return [...instrumented, ...codeBodies(model).flatMap((code) => [...macros(code, tracing), ...calls(code)])];
}

function macros(code: CodeBody, tracing: boolean): Mark[] {
  return code.body.macros.flatMap((macro) => {
    const name = macroPath(code, macro);
    // A bare `info!` may come from `#[macro_use] extern crate`, which only the manifest can tell from `log`.
    const traces = TRACING.test(name) && (name.startsWith('tracing::') || tracing);
    return traces || METRIC_MACROS.test(name) ? [{ what: `${name}!`, place: code.placeOf(macro.token) }] : [];
  });
}

function calls(code: CodeBody): Mark[] {
  return code.body.calls.flatMap((call) => {
    const callee = calledPath(code, call);
    return callee !== undefined && METRIC_CALLS.test(callee) ? [{ what: callee, place: code.placeOf(call.token) }] : [];
  });
}

const IO =
  /^(?:(?:std|tokio|async_std|smol)::(?:fs|net|process)|reqwest|hyper|axum|actix_web|tonic|async_nats|nats|sqlx|diesel|rusqlite|redis|rdkafka|lapin|ureq|git2|mongodb|sled|rocksdb)::/;
const ASYNC = /^(?:tokio|async_std|smol)::/;

/** A place where the crate does I/O, or else where it is asynchronous; undefined for a pure one. */
export function ioOf(model: CrateModel): Mark | undefined {
  let asynchronous: Mark | undefined;
  for (const code of codeBodies(model)) {
    const waiting = code.body.awaits[0] ?? code.body.asyncBlocks[0];
    if (waiting !== undefined) asynchronous ??= { what: 'async code', place: code.placeOf(waiting.token) };
    for (const call of code.body.calls) {
      const callee = calledPath(code, call);
      if (callee === undefined) continue;
      if (IO.test(callee)) return { what: callee, place: code.placeOf(call.token) };
      if (ASYNC.test(callee)) asynchronous ??= { what: callee, place: code.placeOf(call.token) };
    }
  }
  return asynchronous;
}
