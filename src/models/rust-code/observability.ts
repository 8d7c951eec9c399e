/** Whether code emits traces, or metrics that somebody outside can read. */
import type { CrateModel } from '../rust/crate/crate-model.ts';
import { calledPath, macroPath } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodies, codePlace } from '../rust-bodies/code-bodies.ts';
import { isOfIoCrate } from './io-crates.ts';
import type { Mark } from './mark.ts';

const TRACING = /^(?:tracing::)?(?:trace|debug|info|warn|error|event|span|(?:trace|debug|info|warn|error)_span)$/;
const METRIC_MACROS = /^(?:metrics::)?(?:counter|gauge|histogram|absolute_counter|increment_counter|increment_gauge)$/;
/** Metrics that are made by a macro or call of their crate, and emitted by a method later. */
const METRIC_MAKERS = /^(?:(?:metrics::)?register_\w+|prometheus::\w+)$/;
/** What counts, measures or hands on: without any of them nothing that is made is emitted. */
const EMITS =
  /^(?:inc|inc_by|dec|dec_by|observe|observe_duration|observe_closure_duration|start_timer|record|add|sub|set|increment|decrement|absolute|count|incr|gauge|time|with_label_values|get_or_create)$/;
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
  const own = new Set(model.definitions.flatMap(({ kind, name }) => (kind === 'macro' ? [name] : [])));
  const bodies = codeBodies(model);
  const emits = bodies.some(({ body }) => body.calls.some(({ kind, name }) => kind === 'method' && EMITS.test(name)));
  const found = bodies.flatMap((code) => [...macros(code, tracing, own, emits), ...(emits ? calls(code) : [])]);
  return [...instrumented, ...found];
}

function macros(code: CodeBody, tracing: boolean, own: ReadonlySet<string>, emits: boolean): Mark[] {
  return code.body.macros.flatMap((macro) => {
    const name = macroPath(code, macro);
    // A bare `info!` may come from `#[macro_use] extern crate`, which only the manifest can tell from `log`.
    const bare = !name.includes('::');
    // One that the crate declares itself may do nothing; what it does by tracing is seen in its own text.
    if (bare && own.has(name)) return [];
    const traces = TRACING.test(name) && (name.startsWith('tracing::') || tracing);
    const measures = METRIC_MACROS.test(name) || (emits && METRIC_MAKERS.test(name));
    return traces || measures ? [{ what: `${name}!`, place: code.placeOf(macro.token) }] : [];
  });
}

function calls(code: CodeBody): Mark[] {
  return code.body.calls.flatMap((call) => {
    const callee = calledPath(code, call);
    return callee !== undefined && METRIC_CALLS.test(callee) ? [{ what: callee, place: code.placeOf(call.token) }] : [];
  });
}

const STD_IO = /^std::(?:(?:fs|net|process)::(?!exit$|id$|abort$)|io::stdin$)/;
const ASYNC = /^(?:tokio|async_std|smol)::/;

/** A place where the crate does I/O, or else where it is asynchronous; undefined for a pure one. */
export function observableWork(model: CrateModel): Mark | undefined {
  let asynchronous: Mark | undefined;
  for (const code of codeBodies(model)) {
    const waiting = code.body.awaits[0] ?? code.body.asyncBlocks[0];
    if (code.owner.item('function')?.signature.async === true)
      asynchronous ??= { what: `async fn ${code.owner.name}`, place: codePlace(model.placeOf(code.owner)) };
    if (waiting !== undefined) asynchronous ??= { what: 'async code', place: code.placeOf(waiting.token) };
    for (const call of code.body.calls) {
      const callee = calledPath(code, call);
      // A crate may bear the name of one on the list.
      if (callee === undefined || callee.startsWith(`${model.input.name}::`)) continue;
      if (STD_IO.test(callee) || isOfIoCrate(callee)) return { what: callee, place: code.placeOf(call.token) };
      if (ASYNC.test(callee)) asynchronous ??= { what: callee, place: code.placeOf(call.token) };
    }
  }
  return asynchronous;
}
