/** Every question that rules ask of crates, of one that is library, program and test at the same time. */
import { replayTests } from '../../src/models/events/replay.ts';
import { parseSourceFile } from '../../src/models/rust/parse.ts';
import type { SourceFile } from '../../src/models/rust/syntax.ts';
import { compareApis } from '../../src/models/rust-api/api-difference.ts';
import { errorFamilies } from '../../src/models/rust-api/error-families.ts';
import { codeBodies } from '../../src/models/rust-bodies/code-bodies.ts';
import { OpenCrate } from '../../src/models/rust-module/open-crate.ts';
import type { RustTarget } from '../../src/models/rust-module/question.ts';
import * as api from '../../src/questions/api.ts';
import * as cargo from '../../src/questions/cargo.ts';
import * as deploy from '../../src/questions/deploy.ts';
import * as docs from '../../src/questions/docs.ts';
import * as events from '../../src/questions/events.ts';
import * as nats from '../../src/questions/nats.ts';
import * as performance from '../../src/questions/performance.ts';
import * as security from '../../src/questions/security.ts';
import * as structure from '../../src/questions/structure.ts';
import * as testing from '../../src/questions/testing.ts';

const root = 'src/lib.rs';
const features = ['default', 'x0'];
const dependencies = [
  ...['async_nats', 'tokio', 'serde', 'serde_json', 'tracing', 'metrics', 'axum', 'warp', 'clap', 'thiserror'],
  ...['anyhow', 'proptest', 'criterion', 'chrono', 'uuid', 'parking_lot', 'tokio_util'],
];

/** Opens a crate anew, nothing of it read yet. @param texts by path */
export function openCrate(texts: ReadonlyMap<string, string>): OpenCrate {
  const parsed = new Map<string, SourceFile | undefined>();
  const file = (path: string): SourceFile | undefined => {
    const text = texts.get(path);
    if (text !== undefined && !parsed.has(path)) parsed.set(path, parseSourceFile(path, text));
    return parsed.get(path);
  };
  const view = { name: 'demo', kind: 'lib', root, edition: '2021', features, dependencies, procMacro: false } as const;
  const crate: OpenCrate = new OpenCrate(
    { usual: view, all: view, features: { enables: { default: [], x0: [] }, needed: [] } },
    { file, text: (path) => texts.get(path), shared: (_, make) => make({ file, text: (path) => texts.get(path) }) },
    (name) => (name === 'demo' ? crate : undefined),
  );
  return crate;
}

const target = { package: {}, target: { kind: 'bin', name: 'demo', path: root } } as unknown as RustTarget;

const askedPaths = ['Server', 'Thing1', 'm1::T1', 'Nowhere'].map((path) => ['demo', ...path.split('::')]);

/** What questions with parameters are asked with; those without are asked by themselves. */
const given: Readonly<Record<string, (crate: OpenCrate) => unknown>> = {
  unseenNames: (crate) => cargo.unseenNames(crate, ['never_used', ...dependencies]),
  observed: (crate) => deploy.observed(crate, true),
  operated: (crate) => deploy.operated({ files: crate.files, open: () => crate }, [target], [], [target]),
  pathsThatExist: (crate) => docs.pathsThatExist(crate, askedPaths),
  namesOfOthers: (crate) => docs.namesOfOthers(crate, ['Server', 'Thing1']),
  existing: (crate) => testing.existing(crate, askedPaths),
  exercised: (crate) => [
    testing.exercised(crate, ['demo'], 'tests'),
    testing.exercised(crate, ['demo'], 'properties'),
    testing.exercised(crate, ['demo'], 'all'),
  ],
  measured: (crate) => testing.measured(crate, ['demo'], ['demo::Server::run']),
};

const groups = { api, cargo, deploy, docs, events, nats, performance, security, structure, testing };

export interface Asked {
  readonly name: string;
  ask(crate: OpenCrate): unknown;
}

function questions(): Asked[] {
  return Object.entries(groups).flatMap(([group, functions]) =>
    Object.entries(functions).map(([name, one]): Asked => {
      const ask = given[name] ?? (one as (crate: OpenCrate) => unknown);
      if (given[name] === undefined && one.length > 1) throw new Error(`${group}/${name} is asked with parameters`);
      return { name: `${group}/${name}`, ask };
    }),
  );
}

/** In the order in which they are asked: what several share is in the time of the first. */
export const asked: readonly Asked[] = [
  { name: 'the model', ask: ({ model }) => model.publicItems().length + model.moduleEdges().length },
  { name: 'bodies', ask: ({ complete }) => codeBodies(complete).map(({ body }) => body.calls.length) },
  ...questions(),
  {
    name: 'events/replay',
    ask: (crate) => {
      const { names = [], handlers = [] } = events.namesToReplay(crate) ?? {};
      const known = {
        names: new Set(names),
        shipped: new Set([root]),
        crates: new Set(['demo']),
        handlers: new Set(handlers),
      };
      return replayTests({ tests: [root], others: [] }, crate.files, known);
    },
  },
  {
    name: 'api/stability',
    ask: ({ model }) => [compareApis(model, before.model), compareApis(before.model, model)],
  },
  { name: 'structure/error-handling', ask: (crate) => errorFamilies(structure.errors(crate).fallible) },
];

/** An older release, which had next to nothing. */
const before = openCrate(
  new Map([[root, 'pub struct Thing1; pub enum Kind1 {} pub trait T1 {} pub enum Order1Event {} pub struct Server;']]),
);
