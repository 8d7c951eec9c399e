/** Which public items have documentation that says something. */
import { at, type Evidence } from '../rule.ts';
import { isUnwritten } from './placeholder.ts';
import type { Definition } from './rust/crate/crate-model.ts';
import type { RustCrate } from './rust-module.ts';

export interface PublicDocs {
  /** Everything that `missing_docs` asks for. */
  readonly total: number;
  /** Items without a comment, and with one that says nothing. */
  readonly problems: readonly Evidence[];
  /** Macros whose output is not known: what they make public was not seen. */
  readonly unseen: readonly Evidence[];
}

export function readPublicDocs(libraries: readonly RustCrate[]): PublicDocs {
  const asked = libraries.flatMap(({ model }) => model.documentable().map((definition) => ({ model, definition })));
  const missing = libraries
    .flatMap(({ model }) => model.missingDocs())
    .map(({ path, line, column, definition, item }) =>
      at(path, line, `${definition.kind} ${item} has no doc comment`, column),
    );
  const empty = asked
    .filter(({ definition }) => saysNothing(definition))
    .map(({ model, definition }) => {
      const { path, line, column } = model.placeOf(definition);
      return at(path, line, `the doc comment of ${definition.kind} ${model.pathOf(definition)} says nothing`, column);
    });
  const unseen = libraries
    .flatMap(({ model }) => model.unexpanded)
    .map(({ name, source, offset }) =>
      at(source.path, source.position(offset).line, `what ${name}! writes was not seen`),
    );
  return { total: asked.length, problems: [...missing, ...empty], unseen };
}

/** A comment is there, and a marker or nothing stands in it; what a macro or a file gives is not read. */
function saysNothing({ attributes }: Definition): boolean {
  const docs = attributes.flatMap(({ doc }) => doc ?? []);
  if (docs.length === 0 || docs.some(({ text }) => text === undefined)) return false;
  return isUnwritten(docs.map(({ text }) => text).join('\n'));
}
