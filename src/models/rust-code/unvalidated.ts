/** Public functions that take raw values and have no way to say that one is bad. */
import type { CrateModel } from '../rust/crate/crate-model.ts';
import { fallibleFunctions, publicFunctions } from '../rust-api/fallible.ts';
import type { Mark } from './mark.ts';

/** Text, bytes, paths and numbers: types that hold what no rule of the crate has seen. */
const RAW =
  /^(?:&\s*(?:'\w+\s+)?(?:mut\s+)?)?(?:str|String|Path|PathBuf|OsStr|OsString|Bytes|BytesMut|\[u8\]|Vec<u8>|Vec<String>|\[&str\]|&\[String\]|[ui](?:8|16|32|64|128|size)|f32|f64|Cow<[^>]*str>|(?:impl\s+)?(?:Into<(?:String|PathBuf|Vec<u8>)>|AsRef<(?:str|Path|\[u8\]|OsStr)>|ToString|Read))(?:\s*\+.*)?$/;
const REPORTS = /\b(?:Option|bool|ControlFlow|Poll|Validation\w*)\b|Result\b/;

/** Public functions of a library with a raw parameter whose output cannot report it, in source order: `cim_demo::Subject::new(text: &str)`. */
export function unvalidatedFunctions(model: CrateModel): Mark[] {
  const fallible = new Set(fallibleFunctions(model).map(({ definition }) => definition));
  return publicFunctions(model).flatMap(({ definition, exported, signature, path, line, column }) => {
    if (fallible.has(definition)) return [];
    const text = (span: { start: number; end: number }): string =>
      definition.source.spanText(span).replace(/\s+/g, ' ');
    if (signature.output !== undefined && REPORTS.test(text(signature.output.span))) return [];
    const raw = signature.params.filter(({ type }) => type !== undefined && RAW.test(text(type.span)));
    if (raw.length === 0) return [];
    return [{ what: `${exported}(${raw.map(({ span }) => text(span)).join(', ')})`, place: { path, line, column } }];
  });
}
