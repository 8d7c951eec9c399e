import { describe, expect, test } from 'vitest';
import { subjectProblem } from '../../src/models/nats/subjects.ts';
import { breaks, doesNotApply, holds, moduleOf, reviews } from '../harness.ts';

const crate = (lib: string) =>
  moduleOf({
    'Cargo.toml':
      '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nasync-nats = "0.38"\n',
    'src/lib.rs': lib,
  });
const bus = (body: string, rest = '') =>
  crate(
    `use async_nats::Client;\npub struct Bus { client: Client }\nimpl Bus {\n  pub async fn run(&self, reply: String) -> Result<(), E> { ${body}; Ok(()) }\n  async fn send(&self, s: &str) -> Result<(), E> { self.client.publish(s, p).await?; Ok(()) }\n}\n${rest}`,
  );
const nothing = crate('pub fn f() {}\n');

describe('subjects', () => {
  test.each([
    'a.b',
    'domain.person.created',
    'a.*.c',
    'a.>',
    'person.{id}.updated',
    '{}.{}',
    'a.b.v1',
    'user-{id}.x_y',
  ])('%s is well formed', (subject) => {
    expect(subjectProblem(subject)).toBeUndefined();
  });
  test.each(['events', 'A.b', 'a..b', 'a.b.', 'a.>.b', 'a.b*', 'a.v1.b', '_health.x', 'a b.c', 'a/b.c'])(
    '%s is not',
    (subject) => {
      expect(subjectProblem(subject)).toBeDefined();
    },
  );
});

test('a token of the server is named as such', () =>
  expect(subjectProblem('_health.x')).toBe(`token "_health" begins with _, as only the server's own do`));

describe('nats/subjects', () => {
  test('literals, templates, constants and match arms', () =>
    holds(
      'nats/subjects',
      bus(
        'let s = match k { 1 => "orders.order.placed", _ => "orders.order.paid" }; self.client.publish(s, p).await?; self.client.subscribe(format!("orders.{}.>", id)).await?',
      ),
      /all 3 subjects in code are well formed/,
    ));
  test('a bad literal behind a match', () =>
    breaks(
      'nats/subjects',
      bus('let s = match k { 1 => "orders.placed", _ => "Orders.Paid" }; self.client.publish(s, p).await?'),
      /Orders\.Paid: token "Orders"/,
    ));
  test('behind a helper of the crate', () =>
    breaks(
      'nats/subjects',
      bus(
        'self.client.publish(subject_of(k), p).await?',
        'fn subject_of(k: u8) -> String { format!("orders..{}", k) }\n',
      ),
      /orders\.\.\{\}: an empty token/,
    ));
  describe('behind a helper, what it binds on the way is no subject', () => {
    const helper = (code: string) =>
      bus('self.client.publish(subject_of(k), p).await?', `fn subject_of(k: u8) -> String { ${code} }\n`);
    const word = 'let word = match k { 1 => "placed", _ => "paid" };';
    test('but filled in', () => holds('nats/subjects', helper(`${word} format!("orders.{}", word)`), /orders\.\{\}/));
    test('what it ends with is', () =>
      breaks('nats/subjects', helper(`${word} word.to_string()`), /placed: one token/));
    test('or returns', () =>
      breaks('nats/subjects', helper('if k > 1 { return "Orders.x".into(); } "orders.x".into()'), /token "Orders"/));
    test('or what stands behind an `if` that returned', () =>
      breaks('nats/subjects', helper('if k > 1 { return "orders.x".into(); } "Orders.x".into()'), /token "Orders"/));
    test.each([
      'match parse(k) { Ok(one) => one.to_string(), Err(_) => text }',
      'if k > 1 { other(k) } else { text }',
      '{ let inner = 1; { text } }',
      'match k { 1 => { log(k); text.clone() } _ => one }',
    ])('in a branch: %s', async (end) => {
      await breaks('nats/subjects', helper(`let text = format!("orders..{}", k); ${end}`), /an empty token/);
    });
    test('through names that lead to names, each looked at once', () => {
      const arms = (name: string) => Array.from({ length: 200 }, (_, k) => `${k} => ${name},`).join(' ');
      const lets = [1, 2, 3].map((at) => `let s${at} = match k { ${arms(`s${at - 1}`)} _ => s${at - 1} };`);
      return breaks('nats/subjects', helper(`let s0 = "Orders.x"; ${lets.join(' ')} s3.to_string()`), /token "Orders"/);
    });
    test('in a block in a block', () =>
      breaks('nats/subjects', helper('match k { 1 => { let s = "Orders.x"; s.into() } _ => one }'), /token "Orders"/));
  });
  describe('through a trait of the crate, which a generic parameter stands for', () => {
    const port = (code: string) =>
      crate(
        `pub trait Port { async fn publish_with_id(&self, id: &str, subject: &str) -> Result<(), E>; async fn publish(&self, subject: &str) -> Result<(), E>; async fn subscribe(&self, stream: &str, filter_subject: &str) -> Result<(), E>; }\n${code}`,
      );
    test.each([
      'pub struct Bus<P: Port> { port: P }\nimpl<P: Port> Bus<P> { async fn f(&self) -> Result<(), E> { self.port.publish("Orders.x").await } }',
      'pub struct Bus<P> { port: P }\nimpl<P> Bus<P> where P: Send + Port { async fn f(&self) -> Result<(), E> { self.port.publish("Orders.x").await } }',
      'pub async fn f<P: Port>(port: &P) -> Result<(), E> { port.publish_with_id("1", "Orders.x").await }',
      'pub async fn f(port: &dyn Port) -> Result<(), E> { port.subscribe("ORDERS", "Orders.x").await }',
    ])('%s', async (code) => {
      await breaks('nats/subjects', port(`${code}\n`), /1 of 1 subjects? .*Orders\.x: token "Orders"/s);
    });
    test('and its results count', () =>
      breaks(
        'nats/error-handling',
        port('pub async fn f<P: Port>(port: &P) { let _ = port.publish("orders.x").await; }\n'),
        /let _ =/,
      ));
  });
  describe('through a function that hands its parameter on', () => {
    const wrapper = (subject: string) =>
      bus(
        'self.tell("Orders.x").await?',
        `impl Bus { async fn tell(&self, subject: &str) -> Result<(), E> { self.client.publish(${subject}, p).await } }\n`,
      );
    test('as it came', () => breaks('nats/subjects', wrapper('subject.to_string()'), /token "Orders"/));
    test('not where it is a part', () =>
      holds('nats/subjects', wrapper('format!("orders.{subject}")'), /orders\.\{subject\}/));
  });
  test.each(['"{}{}", a, b', '"{a}>"', '"$KV.{}.>", a', '"$O.{a}.M.>"'])(
    'filled in altogether, or the server’s own: format!(%s)',
    async (made) => {
      await doesNotApply('nats/subjects', bus(`self.client.publish(format!(${made}), p).await?`), /no subject of its/);
    },
  );
  test('a constant by its name', () =>
    breaks('nats/subjects', bus('', 'pub const ORDER_SUBJECT: &str = "orders";\n'), /orders: one token only/));
  test('a constant that is a part of subjects is none, what is made of it is one', async () => {
    const prefix = 'pub const SUBJECT_PREFIX: &str = "orders";\npub const SUBJECT_SEPARATOR: &str = ".";\n';
    await doesNotApply('nats/subjects', bus('self.client.publish(reply, p).await?', prefix), /no subject of its own/);
    await breaks('nats/subjects', bus('self.client.publish(SUBJECT_PREFIX, p).await?', prefix), /orders: one token/);
    await holds(
      'nats/subjects',
      bus('self.client.publish(format!("{SUBJECT_PREFIX}.placed"), p).await?', prefix),
      /\{SUBJECT_PREFIX\}\.placed/,
    );
  });
  test('a stream configuration', () =>
    breaks(
      'nats/subjects',
      bus('let c = Config { name: "ORDERS".to_string(), subjects: vec!["orders.v1.>".to_string()] }'),
      /version v1 stands before the end/,
    ));
  test('replies, inboxes and bucket names are none', () =>
    doesNotApply(
      'nats/subjects',
      bus('self.client.publish(reply, p).await?; self.client.subscribe("_INBOX.x").await?'),
      /no subject of its own/,
    ));
  test('no NATS', () => doesNotApply('nats/subjects', nothing, /no code calls a NATS client/));
});

describe('nats/error-handling', () => {
  test('errors are handed on', () =>
    holds('nats/error-handling', bus('self.client.publish("a.b", p).await?'), /no result is thrown away/));
  test.each([
    ['let _ = self.client.publish("a.b", p).await', /let _ =/],
    ['self.client.publish("a.b", p).await.ok()', /\.ok\(\)/],
    ['self.client.publish("a.b", p).await.unwrap()', /unwrap/],
    ['if let Ok(s) = self.client.subscribe("a.b").await { go(s) }', /if let Ok without else/],
    [
      'match self.client.request("a.b", p).await { Ok(m) => m, Err(_) => Default::default() }',
      /Err\(_\) is answered with no error/,
    ],
    ['let _ = self.send("a.b").await', /let _ =/],
    [
      'let mut s = self.client.subscribe("a.b").await?; while let Some(m) = s.next().await { let _ = m.respond(p).await; }',
      /let _ =/,
    ],
  ])('%s', async (body, message) => {
    await breaks('nats/error-handling', bus(body), message);
  });
  const sent = 'self.client.publish("a.b", p).await';
  test.each([
    [`drop(${sent})`, /drop\(\) throws/],
    [`_ = ${sent}`, /_ = throws/],
    [`let _sent = ${sent}`, /nobody looks at it/],
    [`let sent = ${sent}; let _ = sent`, /thrown away by let _/],
    [`let sent = ${sent}; sent.unwrap()`, /sent is unwrapped/],
    [`${sent}`, /nobody looks at the result/],
    ['self.client.publish("a.b", p)', /nobody waits for it/],
    [`${sent}.map_err(E::from).unwrap()`, /unwrap\(\) on a NATS result/],
    [`${sent}.map_err(E::from).ok()`, /\.ok\(\) throws/],
    [`${sent}.unwrap_or_default()`, /unwrap_or_default\(\) forgets/],
    [`${sent}.unwrap_or_else(|_| ())`, /unwrap_or_else\(\) forgets/],
    [`${sent}.unwrap_or_else(|e| panic!("{e}"))`, /stops the program/],
    [`${sent}.is_err()`, /nobody listens/],
    [`if ${sent}.is_err() {}`, /an empty answer/],
    [`if let Err(e) = ${sent} {}`, /an empty answer/],
    [`if let Err(_) = ${sent} { return Ok(()); }`, /Err\(_\) is answered with no error/],
    [`if let Ok(()) = ${sent} { go() } else {}`, /if let Ok without else/],
    [`while let Ok(()) = ${sent} { go() }`, /while let Ok ends/],
    [`let Ok(()) = ${sent} else { return Ok(()) }`, /goes on without the error/],
    [`match ${sent} { Ok(()) => go(), _ => {} }`, /_ is answered with no error/],
    [`match ${sent} { Ok(()) => go(), Err(e) => panic!("{e}") }`, /stops the program/],
    ['tokio::spawn(async move { self.client.publish("a.b", p).await })', /the task gives it to nobody/],
    ['futures::executor::block_on(self.client.publish("a.b", p)).expect("sent")', /expect\(\) on a NATS result/],
    ['let _ = rt.block_on(self.client.publish("a.b", p))', /let _ = throws/],
    ['rt.block_on(async { log(); self.client.publish("a.b", p).await }).unwrap()', /unwrap\(\) on a NATS result/],
  ])('%s', async (body, message) => {
    await breaks('nats/error-handling', bus(body), message);
  });
  test.each([
    `let sent = ${sent}; sent?`,
    'match self.client.server_info() { info if info.ok => go(), _ => {} }',
    `let sent = ${sent}; if let Err(e) = sent { warn!("{e}") }`,
    `let sent = ${sent}; println!("{sent:?}")`,
    `if ${sent}.is_err() { return Err(E) }`,
    `while let Err(e) = ${sent} { warn!("{e}") }`,
    `let Ok(()) = ${sent} else { return Err(E) }`,
    'rt.block_on(self.client.publish("a.b", p))?',
    'rt.block_on(async { let sent = 1; self.client.publish("a.b", p).await }).map_err(E::from)?',
    `${sent}.map_err(E::from)?`,
    `${sent}.unwrap_or_else(|e| warn!("{e}"))`,
    `let task = tokio::spawn(async move { self.client.publish("a.b", p).await }); task.await??`,
    'let o = async_nats::ConnectOptions::new(); o.name("x"); use_it(self.client.publish("a.b", p))',
  ])('somebody looks: %s', async (body) => {
    await holds('nats/error-handling', bus(body));
  });
  test('a wrapper behind an alias of Result, and behind a trait', async () => {
    const wrapper =
      'type Sent = Result<(), E>;\nasync fn go(b: &Bus) -> Sent { b.send("a.b").await }\npub trait Notify { async fn notify(&self) -> Result<(), E>; }\nimpl Notify for Bus { async fn notify(&self) -> Result<(), E> { self.send("a.b").await } }\n';
    await breaks('nats/error-handling', bus('let _ = go(self).await', wrapper), /let _ =/);
    await breaks(
      'nats/error-handling',
      bus('go(self).await?', `${wrapper}pub async fn run(n: std::sync::Arc<dyn Notify>) { n.notify().await.ok(); }\n`),
      /\.ok\(\)/,
    );
  });
  test('what creates is noted', () =>
    holds(
      'nats/error-handling',
      bus('match self.client.get_stream("X").await { Ok(s) => s, Err(_) => self.client.create_stream(c).await? }'),
      /Err\(_\)/,
    ));
  test('a channel’s result is not NATS’s', () =>
    holds('nats/error-handling', bus('let _ = tx.send(1); self.client.flush().await?')));
  test('ok() that is asked again is handled', () =>
    holds(
      'nats/error-handling',
      bus('let m = self.client.request("a.b", p).await.ok().ok_or(E)?; let n = self.client.flush().await.ok()?'),
    ));
  test('no NATS', () => doesNotApply('nats/error-handling', nothing, /no code calls a NATS client/));
});

describe('nats/reconnection', () => {
  const gated = (manifest: string, files: Record<string, string>) =>
    moduleOf({
      'Cargo.toml': `[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n\n[features]\nnats = ["dep:async-nats"]\n\n[dependencies]\nasync-nats = { version = "0.38", optional = true }\n${manifest}`,
      ...files,
    });
  test('behind a feature that is off by default', () =>
    breaks(
      'nats/reconnection',
      gated('', {
        'src/lib.rs':
          '#[cfg(feature = "nats")]\npub async fn open(url: &str) -> Result<async_nats::Client, E> { Ok(async_nats::connect(url).await?) }\n',
      }),
      /1 of 1 connection /,
    ));
  test('a binary that asks for a feature', () =>
    breaks(
      'nats/reconnection',
      gated('\n[[bin]]\nname = "serve"\npath = "src/serve.rs"\nrequired-features = ["nats"]\n', {
        'src/lib.rs': '',
        'src/serve.rs':
          '#![cfg(feature = "nats")]\n#[tokio::main]\nasync fn main() { async_nats::connect("nats://a:4222").await.unwrap(); }\n',
      }),
      /src\/serve\.rs:3/,
    ));
  const connecting = (body: string) => crate(`pub async fn connect_all() -> Result<(), E> { ${body}; Ok(()) }\n`);
  test('a bare connect', () =>
    breaks(
      'nats/reconnection',
      connecting('let c = async_nats::connect("nats://x").await?'),
      /connects without options/,
    ));
  test('options that do not reconnect', () =>
    breaks(
      'nats/reconnection',
      connecting('let c = async_nats::ConnectOptions::new().name("x").connect("nats://x").await?'),
      /connects without/,
    ));
  test('options that do', () =>
    holds(
      'nats/reconnection',
      connecting('let c = async_nats::ConnectOptions::new().retry_on_initial_connect().connect("nats://x").await?'),
      /retry_on_initial_connect/,
    ));
  test('a loop that waits', () =>
    holds(
      'nats/reconnection',
      connecting(
        'loop { if let Ok(c) = async_nats::connect("nats://x").await { break; } tokio::time::sleep(d).await; }',
      ),
      /a loop that waits/,
    ));
  test.each([
    'let o = async_nats::ConnectOptions::new().retry_on_initial_connect(); let c = async_nats::connect("x").await?',
    'let o = async_nats::ConnectOptions::new().max_reconnects(5); drop(o); let c = async_nats::connect_with_options("x", async_nats::ConnectOptions::new()).await?',
    'pool.max_reconnects(5); let c = async_nats::connect("x").await?',
    'use async_nats::connect as dial; let c = dial("x").await?',
    'let c = retry(async_nats::connect("x")).await?',
    'let c = async_nats::ConnectOptions::new().event_callback(|_| async {}).connect("x").await?',
    'loop { let c = async_nats::connect("x").await?; tokio::time::sleep(d).await; break; }',
    'let c = async_nats::connect_with_options("x", plain()).await?',
  ])('nothing that brings it back: %s', async (body) => {
    await breaks(
      'nats/reconnection',
      crate(
        `use async_nats::ConnectOptions;\npub async fn connect_all() -> Result<(), E> { ${body}; Ok(()) }\nasync fn retry<F: Future>(f: F) -> F::Output { f.await }\nfn plain() -> ConnectOptions { ConnectOptions::new().name("x") }\n`,
      ),
      /connects without/,
    );
  });
  test.each([
    'let c = async_nats::connect_with_options("x", ready()).await?',
    'let mut o = async_nats::ConnectOptions::new(); if slow { o = o.max_reconnects(5); } let c = o.connect("x").await?',
    'let o = async_nats::ConnectOptions::new().max_reconnects(5); let c = async_nats::connect_with_options("x", o).await?',
  ])('options from elsewhere: %s', async (body) => {
    await holds(
      'nats/reconnection',
      crate(
        `pub async fn connect_all() -> Result<(), E> { ${body}; Ok(()) }\nfn ready() -> async_nats::ConnectOptions { async_nats::ConnectOptions::new().retry_on_initial_connect() }\n`,
      ),
    );
  });
  test('a client is handed in', () =>
    doesNotApply('nats/reconnection', bus('self.client.flush().await?'), /handed in/));
});

describe('nats/schemas', () => {
  const talking = (types: string, more: Record<string, string> = {}) =>
    moduleOf({
      'Cargo.toml':
        '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nasync-nats = "0.38"\nserde = "1"\n',
      'src/lib.rs': `use async_nats::Client;\nuse serde::*;\npub async fn f(client: Client) -> Result<(), E> { client.publish("a.b", p).await?; Ok(()) }\n${types}`,
      ...more,
    });
  const bare = '#[derive(Serialize, Deserialize)]\npub enum OrderEvent { OrderPlaced { total_price: u64 } }\n';
  test('fields that nothing names', () =>
    breaks('nats/schemas', talking(bare), /demo::OrderEvent has fields that no schema/));
  test('complete rustdoc', () =>
    holds(
      'nats/schemas',
      talking(
        bare
          .replace('pub enum', '/// Facts.\npub enum')
          .replace('OrderPlaced {', '/// Placed.\nOrderPlaced {\n/// Cents.\n'),
      ),
      /complete rustdoc/,
    ));
  test('a schema file, in its own spelling', () =>
    holds(
      'nats/schemas',
      talking(bare, {
        'asyncapi.yaml': 'messages:\n  OrderEvent:\n    oneOf: [OrderPlaced]\n    totalPrice: integer\n',
      }),
      /asyncapi\.yaml/,
    ));
  test('schemars', () =>
    holds('nats/schemas', talking(bare.replace('Serialize,', 'Serialize, schemars::JsonSchema,')), /schemars/));
  test('a page that misses a field', () =>
    breaks('nats/schemas', talking(bare, { 'docs/m.md': '# OrderEvent\n\nOrderPlaced has a price.\n' }), /no schema/));
  test.each(['clap::Args', 'Parser', 'Debug, Subcommand'])('what a user types is no message: %s', async (derived) => {
    const typed = `#[derive(${derived})]\npub struct PullCommand { pub image: String }\n`;
    await doesNotApply('nats/schemas', talking(typed), /no command or event/);
    await breaks('nats/schemas', talking(typed.replace(')]', ', Serialize)]')), /PullCommand has fields/);
  });
  test('no message of its own', () => doesNotApply('nats/schemas', talking(''), /no command or event/));
});

describe('a client by another name', () => {
  test('of the manifest', () =>
    breaks(
      'nats/subjects',
      moduleOf({
        'Cargo.toml':
          '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nbus = { package = "async-nats", version = "0.38" }\n',
        'src/lib.rs':
          'pub async fn run(client: &bus::Client) -> Result<(), E> { client.publish("BAD", p).await?; Ok(()) }\n',
      }),
      /BAD: one token only/,
    ));
  test('of a module that hands the crate on', () =>
    breaks(
      'nats/subjects',
      crate(
        'mod wire { pub use async_nats::*; }\nuse crate::wire::Client;\npub async fn run(client: &Client) -> Result<(), E> { client.publish("BAD", p).await?; wire::connect("x").await?; Ok(()) }\n',
      ),
      /BAD: one token only/,
    ));
  test('of a module that hands on several, nobody knows whose it is', () =>
    doesNotApply(
      'nats/subjects',
      crate(
        'mod wire { pub use async_nats::*; pub use other::*; }\nuse crate::wire::Client;\npub async fn run(client: &Client) -> Result<(), E> { client.publish("BAD", p).await?; Ok(()) }\n',
      ),
      /no code calls a NATS client/,
    ));
});

describe('a client that another call gives', () => {
  const holder = (body: string) =>
    crate(
      `use async_nats::{jetstream::Context, Client};\nuse std::sync::Arc;\npub struct Streaming { context: Context, maybe: Option<Arc<Client>>, pub inner: Inner }\npub struct Inner(Client);\nimpl Inner { pub fn client(&self) -> &Client { &self.0 } }\nimpl Streaming {\n  pub fn jetstream(&self) -> &Context { &self.context }\n  pub fn client(&self) -> Result<Arc<Client>, E> { self.maybe.clone().ok_or(E) }\n  pub fn optional(&self) -> Option<&Arc<Client>> { self.maybe.as_ref() }\n  async fn opened(&self) -> Result<Self, E> { Ok(Self::make()) }\n  fn make() -> Self { todo() }\n}\npub fn shared() -> Arc<Client> { todo() }\npub struct Bus { streaming: Arc<Streaming> }\nimpl Bus {\n  fn streaming(&self) -> &Arc<Streaming> { &self.streaming }\n  pub async fn run(&self) -> Result<(), E> { ${body}; Ok(()) }\n}\n`,
    );
  test.each([
    'self.streaming.jetstream()',
    'self.streaming().jetstream()',
    'self.streaming.client()?',
    'self.streaming.optional().unwrap()',
    'self.streaming.optional().ok_or(E)?',
    'self.streaming.opened().await?.jetstream()',
    'self.streaming.inner.client()',
    'self.streaming.inner.0',
    'Arc::clone(&self.streaming).jetstream()',
    'Streaming::make().jetstream()',
    'shared()',
  ])('%s', async (client) => {
    const lost = `let _ = ${client}.publish("Bad..Subject", p).await`;
    await breaks('nats/subjects', holder(lost), /1 of 1 subject .*Bad\.\.Subject/s);
    await breaks('nats/error-handling', holder(lost), /let _ =/);
    await breaks('nats/subjects', holder(`let held = ${client}; held.publish("BAD", p).await?`), /BAD/);
  });
  test.each(['self.streaming.count()', 'other(self.streaming.jetstream())', 'self.streaming.jetstream() + 1'])(
    'not %s',
    async (other) => {
      await doesNotApply(
        'nats/subjects',
        holder(`let held = ${other}; held.publish("BAD", p).await?; shared().flush().await?`),
        /no subject of its own/,
      );
    },
  );
});

describe('subjects that are not written where they are given', () => {
  const types =
    'pub enum Event { Placed }\nimpl Event { pub fn subject(&self) -> String { "Orders.placed".to_string() } }\npub struct Topic(String);\nimpl Topic { pub fn of(k: u8) -> Self { Self(name(k)) } }\nimpl std::fmt::Display for Topic { fn fmt(&self, f: &mut Formatter) -> Result { self.0.fmt(f) } }\npub fn pattern(id: &str) -> Result<SubjectPattern, E> { let made = format!("Orders.{}", id); SubjectPattern::parse(&made).map_err(Into::into) }\n';
  test.each([
    'for (at, event) in events.iter().enumerate() { self.client.publish(event.subject(), p).await?; }',
    'let made = pattern("x")?; self.client.subscribe(made.to_string()).await?',
    'let made = pattern("x").map(|s| s.to_string())?; self.client.subscribe(made).await?',
    'let made = SubjectPattern::parse(&format!("Orders.{}", x))?; self.client.subscribe(made.to_string()).await?',
  ])('%s', async (body) => {
    await breaks('nats/subjects', bus(body, types), /token "Orders"/);
  });
  const good = 'self.client.publish("a.b", p).await?; self.client.publish("c.d", p).await?';
  test('a field is noted, and nobody says all', async () => {
    const found = bus(`${good}; self.client.publish(self.dead_letters.clone(), p).await?`);
    await holds(
      'nats/subjects',
      found,
      /^: 2 subjects in code are well formed.*; 1 more is made at run time and was not/,
    );
    await holds('nats/subjects', found, /src\/lib\.rs:4.*self\.dead_letters\.clone\(\) is made at run time/);
  });
  test('an answer goes where it is asked for', () =>
    holds('nats/subjects', bus(`${good}; self.client.publish(message.reply.clone(), p).await?`), /^: all 2 subjects/));
  test('what code of the crate makes in its own way is for a person', async () => {
    const own = 'let topic = Topic::of(4); self.client.publish(topic.to_string(), p).await?';
    await reviews('nats/subjects', bus(`${good}; ${own}`, types), /1 subject made by code that is not followed/);
    await breaks('nats/subjects', bus(`self.client.publish("BAD", p).await?; ${own}`, types), /BAD/);
  });
});

describe('subjects by other ways', () => {
  const rest = 'pub enum Kind { Done }\nimpl Kind { fn topic(&self) -> &str { match self { Kind::Done => "BAD" } } }\n';
  test.each([
    'for s in ["a.b", "BAD"] { self.client.publish(s, p).await?; }',
    'self.client.publish(topic.unwrap_or_else(|| "BAD".to_string()), p).await?',
    'self.client.publish(topic.unwrap_or("BAD"), p).await?',
  ])('%s', async (body) => {
    await breaks('nats/subjects', bus(body, rest), /BAD: one token only/);
  });
  test('what fills a template is no subject of its own', () =>
    holds(
      'nats/subjects',
      bus(
        'self.client.flush().await?',
        `${rest.replaceAll('BAD', 'good')}pub async fn go(c: &Client, kind: Kind) -> Result<(), E> { c.publish(format!("a.b.{}", kind.topic()), p).await?; Ok(()) }\n`,
      ),
      /a\.b\.\{\}/,
    ));
  describe('is judged where it is put', () => {
    const filled = (made: string) =>
      bus(
        'self.client.flush().await?',
        `${rest}pub const WORD: &str = "BAD";\npub async fn go(c: &Client, kind: Kind, id: u8) -> Result<(), E> { ${made} }\n`,
      );
    const given = (template: string) => filled(`c.publish(format!(${template}), p).await?; Ok(())`);
    test.each([
      ['"a.b.{}", kind.topic()'],
      ['"a.{}.{}", id, kind.topic()'],
      ['"a.b.{topic}", topic = kind.topic()'],
      ['"a.b.{1}", id, WORD'],
      ['"a.b.{WORD}"'],
    ])('format!(%s)', async (template) => {
      await breaks('nats/subjects', given(template), /BAD: token "BAD" is not made of/);
    });
    test('through a name', () =>
      breaks(
        'nats/subjects',
        filled('let word = kind.topic(); c.publish(format!("a.b.{word}"), p).await?; Ok(())'),
        /a\.b\.BAD: token "BAD"/,
      ));
    test.each([
      ['"a.b.{}", kind.topic().to_lowercase()'],
      ['"a.b.{:?}", kind.topic()'],
      ['"a.b.{}", other(kind.topic())'],
      ['"a.b.{id}"'],
    ])('not what is made of it on the way, or not known: format!(%s)', async (template) => {
      await holds('nats/subjects', given(template), /a\.b\.\{/);
    });
  });
  test('a method of the crate', () =>
    breaks(
      'nats/subjects',
      bus(
        'self.client.flush().await?',
        `${rest}pub async fn go(c: &Client, kind: Kind) -> Result<(), E> { c.publish(kind.topic(), p).await?; Ok(()) }\n`,
      ),
      /BAD: one token only/,
    ));
});

describe('nats/schemas, documented in name only', () => {
  const command = (doc: string) =>
    bus(
      'self.client.flush().await?',
      `/// Ships.\n#[derive(serde::Serialize, serde::Deserialize)]\npub struct ShipCommand {\n    /// ${doc}\n    pub parcel: String,\n}\n`,
    );
  test.each(['TODO', '...', 'TODO: document'])('%s', async (doc) => {
    await breaks('nats/schemas', command(doc), /no schema and no documentation names/);
  });
  test('a word that is one', () => holds('nats/schemas', command('Parcel')));
});
