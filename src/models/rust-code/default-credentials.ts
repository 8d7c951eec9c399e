/**
 * Credentials that code falls back to: a password, key or token that somebody did not set is one that everybody knows,
 * whatever its words. Values leave this file redacted.
 */
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';
import { type CodeBody, codeBodies, codePlace } from '../rust-bodies/code-bodies.ts';
import { contains } from '../rust-bodies/token-text.ts';
import { namesCredential } from '../secrets/generic.ts';
import { redact } from '../secrets/redact.ts';
import type { Mark } from './mark.ts';

const FALLBACKS = new Set(['unwrap_or', 'unwrap_or_else', 'or_else', 'or', 'map_or', 'map_or_else']);

/** Every such default in a crate's code, in source order: `default of JWT_SECRET … (9 characters)`. */
export function defaultCredentials(model: CrateModel): Mark[] {
  const inBodies = codeBodies(model).flatMap((code) => [
    ...constant(code),
    ...fallbacks(code),
    ...fields(code),
    ...functions(code),
  ]);
  return [...inBodies, ...flags(model)];
}

/** Names of variables, paths and addresses stand in such places too, and open nothing. */
function opens(value: string): boolean {
  return (
    value.trim() !== '' &&
    !/^(?:null|none|nil|undefined|true|false)$|^[A-Z][A-Z0-9_]*$|^\/|:\/\/|^\{.*\}$|\s/.test(value)
  );
}

function found(code: CodeBody, name: string, token: number, value: string): Mark[] {
  return opens(value) ? [{ what: `default of ${name} ${redact(value)}`, place: code.placeOf(token) }] : [];
}

/** `const JWT_SECRET: &str = "…"`. A lower-case word is the name of a header or a field, unless the constant calls itself a default. */
function constant(code: CodeBody): Mark[] {
  const { owner, body } = code;
  const [first] = body.strings;
  const fixed = owner.kind === 'constant' || owner.kind === 'static' || owner.kind === 'associated-constant';
  const word = first !== undefined && /^[a-z]+(?:[-_.][a-z]+)*$/i.test(first.value) && !/DEFAULT/.test(owner.name);
  if (!fixed || first === undefined || word || body.strings.length > 1 || !namesCredential(owner.name)) return [];
  return found(code, owner.name, first.token, first.value);
}

/** `env::var("JWT_SECRET").unwrap_or("…")`, `config.password.unwrap_or_else(|| "…".into())`. */
function fallbacks(code: CodeBody): Mark[] {
  const { calls, strings } = code.body;
  return calls.flatMap((call) => {
    if (call.kind !== 'method' || !FALLBACKS.has(call.name)) return [];
    const value = strings.find(({ token }) => contains(call.args, token));
    const name = value === undefined ? undefined : credentialIn(code, call.receiver);
    return value === undefined || name === undefined ? [] : found(code, name, value.token, value.value);
  });
}

/** The variable's name in a string, or the last identifier, where it names a credential. */
function credentialIn({ body }: CodeBody, range: TokenRange): string | undefined {
  const variable = body.strings.find(({ token, value }) => contains(range, token) && namesCredential(value))?.value;
  if (variable !== undefined) return variable;
  for (let at = range.to - 1; at >= range.from; at -= 1) {
    const text = body.source.tokenText(at);
    if (body.source.tokens.kind[at] === Kind.Identifier && namesCredential(text)) return text;
  }
  return undefined;
}

/** `password: "…".to_string()` in `Default::default` and functions that are named for defaults. */
function fields(code: CodeBody): Mark[] {
  if (!/^default|_default$|^with_defaults$/.test(code.owner.name)) return [];
  const { source, strings } = code.body;
  const { kind } = source.tokens;
  return strings.flatMap(({ token, value }) => {
    for (let at = token - 1; at > token - 8; at -= 1) {
      if (kind[at] === Punct.Comma || kind[at] === Punct.OpenBrace) return [];
      const colon = kind[at] === Punct.Colon && kind[at - 1] !== Punct.Colon && kind[at + 1] !== Punct.Colon;
      const name = source.tokenText(at - 1);
      if (colon) return namesCredential(name) ? found(code, name, token, value) : [];
    }
    return [];
  });
}

/** `fn default_password() -> String { "…".into() }`, what serde's `default = "…"` calls. */
function functions(code: CodeBody): Mark[] {
  const { name } = code.owner;
  const [first] = code.body.strings;
  return /^default_\w+$/.test(name) && namesCredential(name) && first !== undefined
    ? found(code, name, first.token, first.value)
    : [];
}

/** `#[arg(long, default_value = "…")] password: String`. */
function flags(model: CrateModel): Mark[] {
  return model.definitions.flatMap((definition) => {
    const value =
      definition.kind === 'field' && namesCredential(definition.name) ? defaultValue(definition) : undefined;
    if (value === undefined || !opens(value)) return [];
    return [{ what: `default of ${definition.name} ${redact(value)}`, place: codePlace(model.placeOf(definition)) }];
  });
}

function defaultValue({ attributes }: Definition): string | undefined {
  const attribute = attributes.find(({ path }) => path === 'arg' || path === 'clap' || path === 'structopt');
  return attribute?.list.find(({ path }) => path === 'default_value' || path === 'default_value_t')?.value?.string;
}
