/** Crates made of one or two pieces over and over, in the ways in which code repeats itself. */
import { items, statements } from './pieces.ts';

export interface Shape {
  readonly name: string;
  /** Texts by path. @param count of pieces */
  make(count: number): ReadonlyMap<string, string>;
}

/** What the pieces speak of, and a program that comes to them. */
const head = `
use std::{cell::RefCell, collections::HashMap, process::Command, sync::{Arc, Mutex, RwLock}};
use async_nats::{jetstream, Client, Message};
use serde::{Deserialize, Serialize};
pub struct Server { client: Client, inner: Mutex<Vec<u32>>, other: RwLock<u32>, cell: RefCell<u32>, bus: Arc<dyn Bus> }
pub trait Bus { fn publish(&self, subject: &str) -> Result<(), Error>; }
pub trait DomainEvent { fn id(&self) -> Uuid; }
pub trait Aggregate { type Event; }
#[derive(Debug)] pub enum Error { Io(String), New(String), Bad }
#[derive(Debug, Clone, Serialize, Deserialize)] pub enum OrderEvent { Paid { event_id: Uuid, causation_id: Uuid, at: u32 } }
#[derive(Debug, Clone)] pub struct AnyEnvelope { pub event: serde_json::Value, pub causation_id: Option<Uuid> }
pub fn wrap(e: impl Serialize, n: u32) -> AnyEnvelope { AnyEnvelope { event: e, causation_id: None } }
async fn other(n: u32) {}
fn main() { let server = Server::new(); server.run(); f0(); go(); handle(); }
`;

const number = (piece: string, at: number): string =>
  piece
    .replaceAll('§+', String(at + 1))
    .replaceAll('§-', String(Math.max(0, at - 1)))
    .replaceAll('§', String(at));

const numbered = (piece: string, count: number, separator = '\n'): string =>
  Array.from({ length: count }, (_, at) => number(piece, at)).join(separator);

const file = (text: string): ReadonlyMap<string, string> => new Map([['src/lib.rs', head + text]]);

const signature = (name: string): string =>
  `pub async fn ${name}(&self, client: Client, payload: Bytes, text: &str, shutdown: Receiver<()>) -> Result<(), Error>`;

const method = (name: string, body: string): string => `${signature(name)} {\n${body}\nOk(())\n}\n`;

/** How statements come together. */
const ways: Readonly<Record<string, (statement: string, count: number) => string>> = {
  'in one function': (statement, count) => `impl Server { ${method('run', numbered(statement, count))} }`,
  'in functions of their own': (statement, count) =>
    `impl Server { ${numbered(method('run§', `${statement}\nself.run§+(client)?;`), count)} }`,
  'in blocks of their own': (statement, count) =>
    `impl Server { ${method('run', numbered(`if kind == § { ${statement} }`, count))} }`,
  'in arms': (statement, count) =>
    `impl Server { ${method('run', `let subject = match kind { ${numbered(`§ => { ${statement} "a.b§" }`, count)} };\nclient.publish(subject, payload).await?;`)} }`,
  'in closures': (statement, count) =>
    `impl Server { ${method('run', numbered(`tokio::spawn(async move { ${statement} });`, count))} }`,
  'in one inside of the other': (statement, count) =>
    `impl Server { ${method('run', `${numbered(`if kind == § { ${statement}`, count / 20)}${'}'.repeat(count / 20)}`)} }`,
};

/** Single expressions that are long or deep. */
const expressions: Readonly<Record<string, (count: number) => string>> = {
  'a chain of calls': (count) =>
    `client.publish("a.b", payload)${numbered('.lock().unwrap().parse§("x").await?.unwrap_or("localhost:80§").publish("c.d§")', count)};`,
  'a chain of spawns': (count) => `set${numbered('.spawn(async move { other(§).await }).expect("x§")', count)};`,
  'calls among arguments': (count) =>
    `${numbered('Err(self.bus.publish(wrap(', count / 10)}"a.b"${')))'.repeat(count / 10)};`,
  'calls of closures': (count) =>
    `${numbered('take(|x| x.map_err(|e| Error::Io(e.to_string(), ', count / 10)}1${')))'.repeat(count / 10)};`,
  'a list of texts': (count) =>
    `client.publish(SUBJECT, vec![${numbered('"a.b§", f§("c.d§").await.unwrap()', count, ', ')}]).await?;`,
  'a sum': (count) => `let a: u32 = (${numbered('a§.lock().unwrap().parse::<u32>().unwrap()', count, ' + ')});`,
  'a list of locks': (count) =>
    `let all = (${numbered('self.inner.lock().unwrap(), other(§).await', count, ', ')}); drop(all);`,
  'a condition of many parts': (count) =>
    `if ${numbered('self.inner.lock().unwrap().is§() && client.request("a.b§", x).await.is_ok()', count, ' && ')} { other(1).await; }`,
  'else after else': (count) =>
    `${numbered('if let Some(v) = self.inner.lock().unwrap().get(§) { client.publish("a.b§", v).await?; } else', count, ' ')} { other(1).await; }`,
  'a literal of many fields': (count) =>
    `let c = Config { ${numbered('host§: "localhost:80§".into(), causation_id: None, subjects: vec!["a.b§"]', count, ', ')} };`,
  'a pattern of many names': (count) =>
    `let Thing { ${numbered('a§, b§: Some(c§)', count, ', ')} } = thing; other(a1).await;`,
  'uses of one name': (count) => `let a = text;\n${numbered('let b§: u32 = a.parse().unwrap();', count)}`,
  'lets of one name': (count) =>
    `let a = text;\n${numbered('let a = a.lock().unwrap().parse::<u32>().unwrap();', count)}`,
  'lets that use a name often': (count) =>
    `let a0 = text;\n${numbered(`let a§ = sum(${'a§-, '.repeat(20)}); let b§: u32 = Number::parse(a§).unwrap();`, count / 20)}`,
  'loops inside of loops': (count) => {
    const depth = Math.ceil(count / 400);
    const inside = `let e = AnyEnvelope { event: a${depth - 1}, causation_id: None };`;
    return `${numbered('for a§ in take(a§-, a§-) {', depth)} ${inside} ${'}'.repeat(depth)}`;
  },
  'closures inside of closures': (count) => {
    const depth = Math.ceil(count / 400);
    const inside = 'AnyEnvelope { event: x, causation_id: None }';
    return `${numbered('x.map(|x| take(x, x).map(|x| ', depth)} ${inside} ${'))'.repeat(depth)};`;
  },
  'arms of one subject': (count) =>
    `let s = match kind { ${numbered('§ => "a.b§"', count, ', ')} };\n${numbered('client.publish(s, payload).await?;', count)}`,
  'a macro of many calls': (count) =>
    `tokio::select! { ${numbered('x§ = self.inner.lock().unwrap().go(§) => { bail!("not implemented") }', count, '\n')} }`,
};

const bodies = statements.flatMap((statement) =>
  Object.entries(ways).map(
    ([way, make]): Shape => ({ name: `${statement} ${way}`, make: (count) => file(make(statement, count)) }),
  ),
);

const single = Object.entries(expressions).map(
  ([name, make]): Shape => ({
    name,
    make: (count) => file(`impl Server { ${method('run', make(count))} }`),
  }),
);

const declared = items.flatMap((item): Shape[] => [
  { name: item.trim(), make: (count) => file(numbered(item, count)) },
  {
    name: `${item.trim()} in modules of their own`,
    make: (count) => file(numbered(`pub mod own§ { use super::*; ${item}\n}`, count)),
  },
]);

/** Functions of which each calls the next, or the one before, and one at the end does what counts. */
const chained: readonly Shape[] = Object.entries({
  publishes: [
    'async fn f§(client: &Client) -> Result<(), Error>',
    'f@(client).await',
    'client.publish("a.b", x).await',
  ],
  blocks: ['fn f§(path: &str) -> Result<u32, Error>', 'f@(path)', 'std::fs::read(path)'],
  'fills an envelope': [
    'fn f§(e: impl Serialize) -> AnyEnvelope',
    'f@(e)',
    'AnyEnvelope { event: e, causation_id: None }',
  ],
}).flatMap(([what, [head = '', call = '', last = '']]) => [
  {
    name: `functions that call the next, of which the last ${what}`,
    make: (count) =>
      file(
        `${numbered(`pub ${head} { ${call.replace('@', '§+')} }`, count)}\n${number(`pub ${head} { ${last} }`, count)}`,
      ),
  },
  {
    name: `functions that call the one before, of which the first ${what}`,
    make: (count) =>
      file(
        Array.from({ length: count }, (_, at) =>
          number(`pub ${head} { ${at === 0 ? last : call.replace('@', '§-')} }`, at),
        ).join('\n'),
      ),
  },
]);

/** All statements in turn, and all items in turn: what one leaves for the other. */
const mixed: readonly Shape[] = [
  ...Object.entries(ways).map(
    ([way, make]): Shape => ({
      name: `all statements ${way}`,
      make: (count) => file(make(statements.join('\n'), Math.ceil(count / statements.length))),
    }),
  ),
  {
    name: 'fields of fields of fields',
    make: (count) =>
      file(
        ['OrderSent', 'Inner', 'Within']
          .map(
            (name, at, all) =>
              `#[derive(Debug)] pub struct ${name} { ${numbered(`pub f${at}_§: ${all[at + 1] ?? 'u8'},`, count / 16)} }`,
          )
          .join('\n')
          .replace(/^/, 'pub mod events { ')
          .concat('}'),
      ),
  },
  { name: 'all items', make: (count) => file(numbered(items.join('\n'), Math.ceil(count / items.length))) },
  {
    name: 'files',
    make: (count) =>
      new Map([
        ['src/lib.rs', head + numbered('pub mod m§;', count / 8)],
        ...Array.from({ length: count / 8 }, (_, at): [string, string] => [
          `src/m${at}.rs`,
          number('use crate::m§+::*; use crate::m0::T0; pub struct T§; impl T§ { pub fn new() -> Self { T§ } }\n', at),
        ]),
      ]),
  },
];

export const shapes: readonly Shape[] = [...mixed, ...single, ...chained, ...declared, ...bodies];

/** Many of one statement, then many of another: what looks for the first of its kind passes all of the others. */
export const pairs: readonly Shape[] = statements.flatMap((first) =>
  statements
    .filter((second) => second !== first)
    .map((second) => ({
      name: `${first} and then ${second}`,
      make: (count: number) =>
        file(`impl Server { ${method('run', `${numbered(first, count / 2)}\n${numbered(second, count / 2)}`)} }`),
    })),
);
