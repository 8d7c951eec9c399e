/** What can grow without end: unbounded channels, shared maps and caches, reads to the end of a peer's stream. For performance/memory-limits. */

import { type CrateModel, type Definition, isExternal } from '../rust/crate/crate-model.ts';
import { calleeOf, resolveInside } from '../rust-bodies/callee.ts';
import { codeBodies, codePlace, type NotedPlace } from '../rust-bodies/code-bodies.ts';
import { declaredType } from '../rust-bodies/declared-fields.ts';
import { shortened } from '../text/shortened.ts';

const channels = /(?:^|::)(?:unbounded_channel|unbounded)$|^std::sync::mpsc::channel$/;
const reads: ReadonlySet<string> = new Set(['read_to_end', 'read_to_string']);
const shared = /\b(?:Arc|Mutex|RwLock|RefCell|OnceLock|LazyLock)\s*</;
const growing: ReadonlySet<string> = new Set([
  'HashMap',
  'BTreeMap',
  'DashMap',
  'IndexMap',
  'HashSet',
  'DashSet',
  'Vec',
  'VecDeque',
  'BTreeSet',
]);

export function growingThings(model: CrateModel): NotedPlace[] {
  const calls = codeBodies(model).flatMap((code) =>
    code.body.calls.flatMap((call): NotedPlace[] => {
      const callee = calleeOf(code, call);
      const what =
        callee?.kind === 'foreign' && channels.test(callee.path)
          ? `${call.name}: a channel without a bound`
          : call.kind === 'method' && reads.has(call.name)
            ? `${call.name}: a buffer as large as its source`
            : undefined;
      if (what === undefined) return [];
      return [{ ...code.placeOf(call.token), what }];
    }),
  );
  const fields = model.definitions
    .filter(({ kind }) => kind === 'field')
    .flatMap((field) => growingField(model, field));
  return [...calls, ...fields];
}

/** A collection that several hold, or that is called a cache, lives as long as the program. */
function growingField(model: CrateModel, field: Definition): NotedPlace[] {
  const type = declaredType(field);
  if (type === undefined || field.parent?.kind === 'variant') return [];
  const text = field.source.spanText(type.span).replace(/\s+/g, ' ');
  const collection = (text.match(/\b[A-Z]\w+(?=\s*<)/g) ?? []).find(
    (name) => growing.has(name) && isLibrary(model, field, name),
  );
  if (collection === undefined) return [];
  if (!shared.test(text) && !/cache|buffer|pending|history|queue/i.test(field.name) && !collection.startsWith('Dash'))
    return [];
  return [{ ...codePlace(model.placeOf(field)), what: `${model.pathOf(field)}: ${shortened(text, 60)} has no bound` }];
}

/** The name is that of a collection of another crate, not a type of the module's own. */
function isLibrary(model: CrateModel, field: Definition, name: string): boolean {
  const target = resolveInside({ model, owner: field }, name);
  return target === undefined || isExternal(target);
}
