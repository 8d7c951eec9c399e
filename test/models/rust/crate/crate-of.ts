import { buildCrate, type CrateInput, type CrateModel } from '../../../../src/models/rust/crate/crate-model.ts';
import { parseSourceFile } from '../../../../src/models/rust/parse.ts';
import type { SourceFile } from '../../../../src/models/rust/syntax.ts';

/** A library `demo` of the files given, `src/lib.rs` being the root; one string is that file alone; `included` are texts by path. */
export function crateOf(
  sources: string | Readonly<Record<string, string>>,
  input: Partial<CrateInput> = {},
  included: Readonly<Record<string, string>> = {},
): CrateModel {
  const texts = typeof sources === 'string' ? { 'src/lib.rs': sources } : sources;
  const files = new Map<string, SourceFile>();
  for (const [path, text] of Object.entries(texts)) files.set(path, parseSourceFile(path, text));
  const whole: CrateInput = {
    name: 'demo',
    kind: 'lib',
    root: 'src/lib.rs',
    edition: '2021',
    features: [],
    dependencies: [],
    ...input,
  };
  return buildCrate(whole, { file: (path) => files.get(path), text: (path) => included[path] });
}

/** Exported paths of everything public but the root, sorted. */
export function publicApi(model: CrateModel): string[] {
  return model
    .publicItems()
    .map((item) => item.exported)
    .filter((path) => path !== 'demo')
    .sort();
}
