/**
 * Credentials that code falls back to: a password, key or token that somebody did not set is one that everybody knows,
 * whatever its words. Values leave this file redacted.
 */
import { memo } from '../collections/memo.ts';
import type { Body } from '../rust/body.ts';
import { type CrateModel, type Definition, isExternal } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Punct } from '../rust/token.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { type CodeBody, codeBodies, codeBodyOf, codePlace } from '../rust-bodies/code-bodies.ts';
import { constantNamesIn, isConstant } from '../rust-bodies/constants.ts';
import { Cover, Tokens } from '../rust-bodies/places.ts';
import { textValues } from '../rust-bodies/text-values.ts';
import { contains, placesOfNames } from '../rust-bodies/token-text.ts';
import { namesCredential } from '../secrets/generic.ts';
import { isPlaceholder } from '../secrets/placeholder.ts';
import { redact } from '../secrets/redact.ts';
import { argumentAttribute } from './command-line.ts';
import type { Mark } from './mark.ts';

const FALLBACKS = new Set(['unwrap_or', 'unwrap_or_else', 'or_else', 'or', 'map_or', 'map_or_else']);

/** Every such default in a crate's code, in source order: `default of JWT_SECRET … (9 characters)`. */
export function defaultCredentials(model: CrateModel): Mark[] {
  const inBodies = codeBodies(model).flatMap((code) => [
    ...constant(code),
    ...fallbacks(code),
    ...fields(code),
    ...functions(code),
    ...alternatives(code),
    ...given(code),
    ...written(code),
  ]);
  const distinct = new Map(
    inBodies.map((one) => [`${one.place.path}:${one.place.line}:${one.place.column}`, one] as const),
  );
  return [...distinct.values(), ...flags(model), ...serdeDefaults(model)];
}

/** Names of variables, paths and addresses stand in such places too, and open nothing. */
function opens(value: string): boolean {
  return (
    value.trim() !== '' &&
    !/^(?:null|none|nil|undefined|true|false)$|^[A-Z][A-Z0-9_]*$|^\/|:\/\/|^\{.*\}$|\s/.test(value)
  );
}

function found(code: CodeBody, name: string, token: number, value: string, words = 'default of'): Mark[] {
  return opens(value) ? [{ what: `${words} ${name} ${redact(value)}`, place: code.placeOf(token) }] : [];
}

/** `const JWT_SECRET: &str = "…"`. A lower-case word is the name of a header or a field, unless the constant calls itself a default. */
function constant(code: CodeBody): Mark[] {
  const { owner, body } = code;
  const [first] = body.strings;
  const word = first !== undefined && /^[a-z]+(?:[-_.][a-z]+)*$/i.test(first.value) && !/DEFAULT/.test(owner.name);
  if (!isConstant(owner) || first === undefined || word || body.strings.length > 1 || !namesCredential(owner.name))
    return [];
  return found(code, owner.name, first.token, first.value);
}

/** `env::var("JWT_SECRET").unwrap_or("…")`, `config.password.unwrap_or_else(|| "…".into())`. */
function fallbacks(code: CodeBody): Mark[] {
  const index = BodyIndex.of(code.body);
  return code.body.calls.flatMap((call) => {
    if (call.kind !== 'method' || !FALLBACKS.has(call.name)) return [];
    const value = index.firstStringIn(call.args);
    const name = credentialIn(code, call.receiver);
    if (name === undefined) return [];
    if (value !== undefined) return found(code, name, value.token, value.value);
    const constant = constantText(code, call.args);
    return constant === undefined ? [] : found(code, name, constant.token, constant.value);
  });
}

/** The text of the first constant that a range names and that has one. */
function constantText(code: CodeBody, range: TokenRange): { token: number; value: string } | undefined {
  for (const token of constantNamesIn(code.body, range)) {
    const [text] = textValues(code, { from: token, to: token + 1 });
    if (text !== undefined) return { token, value: text.value };
  }
  return undefined;
}

/** What stands in for an absent credential in a `match`, an `else` or a `let … else`. */
function alternatives(code: CodeBody): Mark[] {
  const { source, matches, conditions, lets } = code.body;
  const index = BodyIndex.of(code.body);
  const inside = (name: string, range: TokenRange | undefined): Mark[] => {
    const value = range === undefined ? undefined : index.firstStringIn(range);
    const isMessage = value !== undefined && macrosOf(code.body).holds(value.token);
    return value === undefined || isMessage ? [] : found(code, name, value.token, value.value);
  };
  return [
    ...matches.flatMap(({ scrutinee, arms }) => {
      const name = variableIn(code, scrutinee);
      const absent = arms.filter(({ pattern }) => /^(?:Err|None|_)\b/.test(source.rangeText(pattern).trim()));
      return name === undefined ? [] : absent.flatMap(({ body }) => inside(name, body));
    }),
    ...conditions.flatMap(({ kind, scrutinee, block }) => {
      const name = kind === 'if' && block !== undefined ? variableIn(code, scrutinee) : undefined;
      if (name === undefined || block === undefined || source.tokenText(block.to + 1) !== 'else') return [];
      const close = source.tokens.match[block.to + 2] ?? -1;
      return close > block.to ? inside(name, { from: block.to + 3, to: close }) : [];
    }),
    ...lets.flatMap(({ initializer, otherwise }) => {
      const name = initializer === undefined ? undefined : variableIn(code, initializer);
      return name === undefined ? [] : inside(name, otherwise);
    }),
  ];
}

/** The credential's variable where the environment is asked for it. */
function variableIn({ body }: CodeBody, range: TokenRange): string | undefined {
  const variable = askingOf(body).anyIn(range) ? variablesOf(body).firstIn(range) : undefined;
  return variable === undefined ? undefined : textAt(body, variable);
}

const SETTERS = new Set([
  ...['with_user_and_password', 'user_and_password', 'with_token', 'basic_auth', 'bearer_auth'],
  // the keys of jsonwebtoken
  ...['from_secret', 'from_base64_secret'],
]);

/** `ConnectOptions::with_token("…")`, `set_var("DB_PASSWORD", "…")`: a credential that is handed over as a literal. */
function given(code: CodeBody): Mark[] {
  return code.body.calls.flatMap((call) => {
    if (!SETTERS.has(call.name) && call.name !== 'set_var') return [];
    const last = call.arguments.at(-1);
    const texts = BodyIndex.of(code.body).stringsIn(call.args);
    const value = last === undefined ? undefined : texts.find(({ token }) => contains(last, token));
    if (value === undefined) return [];
    const name = SETTERS.has(call.name)
      ? call.name
      : call.name === 'set_var' && texts.length === 2 && namesCredential(texts[0]?.value ?? '')
        ? texts[0]?.value
        : undefined;
    return name === undefined ? [] : found(code, name, value.token, value.value, 'value of');
  });
}

const PASSWORD = /passw(?:or)?d$|passphrase$|(?:secret|api|access|private)_key$|client_secret$/i;

/** `let password = "…"` and `password: "…"` anywhere: what has a digit or a sign in it is no label. */
function written(code: CodeBody): Mark[] {
  const { source, strings } = code.body;
  return strings.flatMap(({ token, value }) => {
    const isSecret = value.length >= 6 && /[A-Za-z]/.test(value) && /[\d!@#%^&*+?]/.test(value);
    const name = source.tokenText(token - 2);
    const sign = source.tokenText(token - 1);
    if (!isSecret || !PASSWORD.test(name) || !namesCredential(name) || !/^[=:]$/.test(sign)) return [];
    const isBinding = sign === ':' || /^(?:let|mut)$/.test(source.tokenText(token - 3));
    return isBinding && !isPlaceholder(value) ? found(code, name, token, value, 'value of') : [];
  });
}

/** `#[serde(default = "fallback")] password: String`: what the function gives. */
function serdeDefaults(model: CrateModel): Mark[] {
  return model.definitions.flatMap((field) => {
    if (field.kind !== 'field' || !namesCredential(field.name)) return [];
    const named = field.attributes
      .filter(({ path }) => path === 'serde')
      .flatMap(({ list }) => list.find(({ path }) => path === 'default')?.value?.string ?? []);
    return named.flatMap((name) => {
      const target = model.resolve(name, field, 1);
      const code = target === undefined || isExternal(target) ? undefined : codeBodyOf(model, target);
      const [first] = code?.body.strings ?? [];
      const isKnown = /^default_\w+$/.test(name) && namesCredential(name);
      return code === undefined || first === undefined || isKnown
        ? []
        : found(code, field.name, first.token, first.value);
    });
  });
}

/** The variable's name in a string, or the last identifier, where it names a credential. */
function credentialIn({ body }: CodeBody, range: TokenRange): string | undefined {
  const variable = variablesOf(body).firstIn(range);
  if (variable !== undefined) return textAt(body, variable);
  const identifier = identifiersOf(body).lastIn(range);
  return identifier === undefined ? undefined : body.source.tokenText(identifier);
}

const textAt = (body: Body, token: number): string | undefined =>
  BodyIndex.of(body).firstStringIn({ from: token, to: token + 1 })?.value;

/** Identifiers that name a credential: each link of a chain of calls would else go through all before it. */
const identifiersOf = memo(({ source, range }: Body) => new Tokens(placesOfNames(source, range, namesCredential)));

/** Texts that name a credential. */
const variablesOf = memo(
  ({ strings }: Body) => new Tokens(strings.filter(({ value }) => namesCredential(value)).map(({ token }) => token)),
);

/** Where the environment may be asked. */
const askingOf = memo(
  ({ calls }: Body) => new Tokens(calls.filter(({ name }) => /^var(?:_os)?$/.test(name)).map(({ token }) => token)),
);

const macrosOf = memo(({ macros }: Body) => new Cover(macros.map(({ body }) => body)));

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

function defaultValue(definition: Definition): string | undefined {
  const attribute = argumentAttribute(definition);
  if (attribute === undefined) return undefined;
  const plain = attribute.list.find(({ path }) => path === 'default_value' || path === 'default_value_t')?.value
    ?.string;
  return (
    plain ?? /\bdefault_value_t\s*=\s*[\w:.]*\(?\s*"([^"]+)"/.exec(definition.source.spanText(attribute.span))?.[1]
  );
}
