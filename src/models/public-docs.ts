/** Which public items have documentation that says something. */
import { at, type Evidence } from '../rule.ts';
import { isUnwritten } from './placeholder.ts';
import type { CrateModel, Definition } from './rust/crate/crate-model.ts';

export interface PublicDocs {
  /** Everything that `missing_docs` asks for. */
  readonly total: number;
  /** Items without a comment. */
  readonly missing: readonly Evidence[];
  /** Items whose comment says nothing. */
  readonly empty: readonly Evidence[];
  /** Macros whose output is not known: what they make public was not seen. */
  readonly unseen: readonly Evidence[];
}

export function readPublicDocs(model: CrateModel): PublicDocs {
  const asked = model.documentable();
  return {
    total: asked.length,
    missing: model
      .missingDocs()
      .map(({ path, line, column, definition, item }) =>
        at(path, line, `${definition.kind} ${item} has no doc comment`, column),
      ),
    empty: asked.filter(saysNothing).map((definition) => {
      const { path, line, column } = model.placeOf(definition);
      return at(path, line, `the doc comment of ${definition.kind} ${model.pathOf(definition)} says nothing`, column);
    }),
    unseen: model.unexpanded.map(({ name, source, offset }) =>
      at(source.path, source.position(offset).line, `what ${name}! writes was not seen`),
    ),
  };
}

/** A comment is there, and a marker or nothing stands in it; what a macro or a file gives is not read. */
function saysNothing({ attributes }: Definition): boolean {
  const docs = attributes.flatMap(({ doc }) => doc ?? []);
  if (docs.length === 0 || docs.some(({ text }) => text === undefined)) return false;
  return isUnwritten(docs.map(({ text }) => text).join('\n'));
}
