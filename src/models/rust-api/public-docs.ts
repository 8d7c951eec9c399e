/** Which public items have documentation that says something. */
import { at, type Evidence, placed } from '../../verdict.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { joinPath } from '../rust/crate/module-files.ts';
import { folderOf } from '../text/paths.ts';
import { isUnwritten } from '../text/placeholder.ts';

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

/** @param textOf the text of a file that documentation includes; undefined where there is none */
export function readPublicDocs(
  model: CrateModel,
  textOf: (path: string) => string | undefined = () => undefined,
): PublicDocs {
  const asked = model.documentable();
  return {
    total: asked.length,
    missing: model
      .missingDocs()
      .map(({ definition, item, ...place }) => placed(place, `${definition.kind} ${item} has no doc comment`)),
    empty: asked
      .filter((one) => saysNothing(one, textOf))
      .map((definition) => {
        const item = `${definition.kind} ${model.pathOf(definition)}`;
        return placed(model.placeOf(definition), `the doc comment of ${item} says nothing`);
      }),
    unseen: [
      ...model.unexpanded.map(({ name, source, offset }) =>
        at(source.path, source.position(offset).line, `what ${name}! writes was not seen`),
      ),
      ...model.collected.missing.map(({ name, source, offset }) =>
        at(source.path, source.position(offset).line, `module ${name} was not seen: it has no file`),
      ),
    ],
  };
}

/** A comment is there, and a marker or nothing stands in it, or in the file that it includes; what a macro gives is not read. */
function saysNothing({ attributes, source }: Definition, textOf: (path: string) => string | undefined): boolean {
  const docs = attributes.flatMap(({ doc }) => doc ?? []);
  if (docs.length === 0) return false;
  const texts = docs.map(({ text, include }) =>
    include === undefined ? text : textOf(joinPath(folderOf(source.path), include)),
  );
  return texts.every((text) => text !== undefined) && isUnwritten(texts.join('\n'));
}
