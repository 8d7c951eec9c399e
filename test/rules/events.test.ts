import { describe, expect, test } from 'vitest';
import { isPastTense } from '../../src/models/events/tense.ts';
import { breaks, doesNotApply, holds, moduleOf, ready, reviews } from '../harness.ts';

const manifest =
  '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nserde = "1"\nasync-nats = "0.38"\n';
const serde = '#[derive(Debug, Clone, Serialize, Deserialize)]\n';
const crate = (lib: string, more: Record<string, string> = {}) =>
  moduleOf({ 'Cargo.toml': manifest, 'src/lib.rs': `use serde::{Deserialize, Serialize};\n${lib}`, ...more });
const envelope = (
  fields = 'pub event_id: Uuid, pub occurred_at: DateTime<Utc>, pub aggregate_id: Uuid, pub correlation_id: Uuid, pub causation_id: Option<Uuid>, pub schema_version: u16',
) => `${serde}pub struct Envelope { ${fields}, pub event: OrderEvent }\n`;
const order = (variants = 'OrderPlaced { total: u64 }, OrderPaid') => `${serde}pub enum OrderEvent { ${variants} }\n`;
const noEvents = crate('pub enum KeyCode { A }\n');
const noRust = moduleOf({ 'README.md': '# x\n' });

describe('past tense', () => {
  test.each(['OrderPlaced', 'MessageSentV2', 'PolicyAddedToSet', 'RepoRebuilt', 'CreatedEvent'])('%s', (name) =>
    expect(isPastTense(name)).toBe(true),
  );
  test.each(['StreamChunk', 'CreateOrder', 'NewsFeed', 'ProviderHealth', 'OrderEvent'])('%s is not', (name) =>
    expect(isPastTense(name)).toBe(false),
  );
});

describe('events/standard', () => {
  test('an enum in an envelope', () =>
    holds('events/standard', crate(order() + envelope()), /2 events in the past tense/));
  test('ready', () => holds('events/standard', ready));
  test('a variant in the present', () =>
    breaks(
      'events/standard',
      crate(order('OrderPlaced, OrderTotal') + envelope()),
      /OrderEvent::OrderTotal: its name is not in the past tense/,
    ));
  test('not serializable both ways', () =>
    breaks('events/standard', crate(order().replace(', Deserialize', '') + envelope()), /not serializable/));
  test('no time, and a UUID v7 is none', () =>
    breaks(
      'events/standard',
      crate(
        order() +
          envelope(
            'pub event_id: Uuid, pub aggregate_id: Uuid, pub correlation_id: Uuid, pub causation_id: Uuid, pub schema_version: u16',
          ),
      ),
      /no time/,
    ));
  test('an optional id of the aggregate is none', () =>
    breaks(
      'events/standard',
      crate(
        `pub struct OrderAggregate;\n${order()}${envelope('pub event_id: Uuid, pub at: u64, pub order_id: Option<Uuid>, pub correlation_id: Uuid, pub causation_id: Uuid, pub schema_version: u16')}`,
      ),
      /no id of its aggregate/,
    ));
  test('a wrapping variant is judged by its content', () =>
    holds(
      'events/standard',
      crate(
        `${order('Placed(OrderPlaced)')}${serde}pub struct OrderPlaced { pub event_id: Uuid, pub order_id: Uuid, pub placed_at: u64, pub correlation_id: Uuid, pub causation_id: Uuid }\n`,
      ),
    ));
  const noted = (field: string) =>
    crate(
      `${serde}pub struct Note { pub id: Uuid, pub order_id: Uuid, pub created_at: DateTime<Utc> }\n${serde}pub enum OrderEvent { NoteAdded { ${field}: Note } }\n`,
    );
  test('the id of a record that it tells of is not its own', () =>
    breaks('events/standard', noted('note'), /NoteAdded: no id/));
  test('that of its metadata is', () => holds('events/standard', noted('metadata')));
  test.each([
    ['the id of the entity, as its type says', 'pub id: SettingId', /Changed: no id$/],
    ['any id', 'pub id: Uuid, pub setting_id: Uuid', undefined],
    ['an id of its own type', 'pub id: SettingChangedId, pub setting_id: Uuid', undefined],
    ['the id of a message', '/// The message\npub message_id: Uuid, pub setting_id: Uuid', undefined],
    [
      'the id of a message that it answers',
      '/// The message ID this is a response to\npub message_id: Uuid, pub setting_id: Uuid',
      /Changed: no id$/,
    ],
  ])('%s', async (_, fields, lacking) => {
    const lib = `pub struct SettingAggregate;\n${serde}pub enum SettingEvent { Changed(SettingChanged) }\n${serde}pub struct SettingChanged { ${fields}, pub at: u64 }\n`;
    await (lacking === undefined
      ? holds('events/standard', crate(lib))
      : breaks('events/standard', crate(lib), lacking));
  });
  test('a journal of many events carries for none of them', () =>
    breaks(
      'events/standard',
      crate(order() + envelope().replace('event: OrderEvent', 'events: Vec<OrderEvent>')),
      /no id/,
    ));
  test('a later form of an event is one', () =>
    breaks('events/standard', crate(`${serde}pub enum OrderEventV2 { Create { total: u64 } }\n`), /past tense/));
  const paid = `${serde}pub enum PaidEvent { Settled { at: u64, id: Uuid } }\n`;
  test('an enum in a variant is judged by its own variants', () =>
    holds(
      'events/standard',
      crate(`${paid}${serde}pub enum ShopEvent { Payment(PaidEvent) }\n`),
      /1 events in the past tense/,
    ));
  test('the envelope around the outer enum carries for the inner one', () =>
    holds(
      'events/standard',
      crate(
        `${paid.replace('at: u64, id: Uuid', '')}${serde}pub enum ShopEvent { Payment(PaidEvent) }\n${envelope().replace('OrderEvent', 'ShopEvent')}`,
      ),
      /1 events in the past tense/,
    ));
  test('an envelope for one type carries for no other', () =>
    breaks(
      'events/standard',
      crate(`${order()}${envelope().replace('Envelope', 'OrderEnvelope')}${serde}pub enum JobEvent { Ended }\n`),
      /JobEvent::Ended: no id, no time/,
    ));
  test('an event that a journal holds is no plain record', () =>
    breaks(
      'events/standard',
      crate(
        `pub mod events { use serde::*; ${serde}pub struct GraphEvent { pub event_id: Uuid }\n}\npub struct Journal { pub all: Vec<events::GraphEvent> }\n`,
      ),
      /GraphEvent: its name is not in the past tense, no time/,
    ));
  test('a stream of occurrences states no fact', () =>
    doesNotApply(
      'events/standard',
      crate('pub mod event { #[derive(Clone, Debug)]\npub struct DiscreteEvent<T> { occurrences: Vec<(u64, T)> } }\n'),
      /no code defines an event/,
    ));
  test.each([
    ['what turns events into text', '#[derive(Debug)]\npub struct StructuredSerializer {}'],
    [
      'a row of whatever events there are',
      '#[derive(Debug, sqlx::FromRow)]\npub struct DbEvent { pub payload: Value }',
    ],
  ])('%s states no fact', async (_, text) => {
    await doesNotApply('events/standard', crate(`pub mod event { ${text} }\n`), /no code defines an event/);
  });
  test('structs of an events module that state a fact; its errors and records do not', () =>
    breaks(
      'events/standard',
      crate('pub mod events;\n', {
        'src/events.rs': `use serde::*;\n${serde}pub struct OrderShipped { pub line: LineAdded }\n${serde}pub struct LineAdded { pub x: u8 }\n#[derive(Debug)]\npub enum EventFailed { A }\n`,
      }),
      /1 of 1 event /,
    ));
  test('events of tests are none', () =>
    doesNotApply(
      'events/standard',
      crate(`#[cfg(test)]\nmod tests { pub enum TestEvent { Bad } }\n`),
      /no code defines an event/,
    ));
  test('no events', () => doesNotApply('events/standard', noEvents, /no code defines an event/));
  test('no crate', () => doesNotApply('events/standard', noRust, /Cargo\.toml/));
});

describe('events/correlation', () => {
  test('the envelope carries both', () => holds('events/correlation', crate(order() + envelope())));
  test('neither', () =>
    breaks(
      'events/correlation',
      crate(order() + envelope('pub event_id: Uuid, pub at: u64, pub aggregate_id: Uuid, pub version: u8')),
      /carries no correlation and no causation id/,
    ));
  const build = (value: string) =>
    `pub fn wrap(event: OrderEvent, cause: Uuid) -> Envelope { Envelope { event_id: a, causation_id: ${value}, event } }\n`;
  test.each([
    ['None', /always None/],
    ['Some(Uuid::new_v4())', /a fresh id/],
    ['Some(event_id)', /own id/],
  ])('causation_id: %s', async (value, message) => {
    await breaks('events/correlation', crate(order() + envelope() + build(value)), message);
  });
  test('the cause is handed in', () => holds('events/correlation', crate(order() + envelope() + build('Some(cause)'))));
  const pass = (body: string) =>
    `pub fn wrap(event: OrderEvent, cause: Uuid) -> Envelope { Envelope { event_id: a, causation_id: Some(cause), event } }\npub struct Bus;\nimpl Bus { pub fn send(&self, event: OrderEvent, cause: Uuid) { wrap(event, cause) } }\n${body}`;
  test.each([
    ['a function', 'pub fn go(e: OrderEvent) { wrap(e, Uuid::new_v4()) }', /a fresh id/],
    ['a method', 'pub fn go(bus: Bus, e: OrderEvent) { let cause = Uuid::now_v7(); bus.send(e, cause) }', /a fresh id/],
    [
      'a method with what it is of',
      'pub fn go(bus: Bus, e: OrderEvent) { Bus::send(&bus, e, Uuid::now_v7()) }',
      /a fresh id/,
    ],
  ])('a cause that is handed to %s', async (_, body, message) => {
    await breaks('events/correlation', crate(order() + envelope() + pass(body)), message);
    await holds('events/correlation', crate(order() + envelope() + pass(body.replace(/Uuid::\w+\(\)/, 'e.cause()'))));
  });
  test('what is stored is looked at, whatever it is called', () =>
    breaks(
      'events/correlation',
      crate(
        `${order()}${envelope()}${serde}pub struct StoredEvent { pub aggregate_id: Uuid, pub causation_id: Uuid, pub payload: Vec<u8> }\npub fn store(e: OrderEvent) -> StoredEvent { StoredEvent { aggregate_id: e.of(), causation_id: e.of(), payload: b } }\n`,
      ),
      /own id/,
    ));
  test("an aggregate's id where there is no cause is for a person", () =>
    reviews(
      'events/correlation',
      crate(order() + envelope() + build('e.cause().unwrap_or(e.aggregate_id())')),
      /falls back/,
    ));
  const own = (second: string) =>
    crate(
      `${serde}pub struct A { pub cause: u8 }\n${serde}pub enum OrderEvent { Placed(Placed), Paid(Paid) }\n${['Placed', 'Paid'].map((name) => `${serde}pub struct ${name} { pub event_id: Uuid, pub correlation_id: Uuid, pub causation_id: Option<Uuid> }\n`).join('')}pub fn place(c: Uuid) -> Placed { Placed { event_id: a, correlation_id: b, causation_id: Some(c) } }\npub fn pay(c: Uuid) -> Paid { Paid { event_id: a, correlation_id: b, causation_id: ${second} } }\n`,
    );
  test('an event that never has a cause, where others have one, is for a person', async () => {
    await reviews('events/correlation', own('None'), /always None/);
    await holds('events/correlation', own('Some(c)'));
  });
  test('a saga that begins a new conversation', () =>
    reviews(
      'events/correlation',
      crate(
        `${order()}${envelope()}pub fn on_order(event: OrderEvent) { create_root_command(x); }\nfn create_root_command(x: u8) {}\n`,
      ),
      /begins a new conversation/,
    ));
  test.each(['generate_root_ca', 'find_root', 'merkle_root', 'project_root_folder'])('%s begins none', async (name) => {
    await holds(
      'events/correlation',
      crate(`${order()}${envelope()}pub fn on_order(event: OrderEvent) { ${name}(x); }\nfn ${name}(x: u8) {}\n`),
    );
  });
  test('no events', () => doesNotApply('events/correlation', noEvents, /no code defines an event/));
});

describe('events/versioning', () => {
  const bare =
    order() +
    envelope(
      'pub event_id: Uuid, pub at: u64, pub aggregate_id: Uuid, pub correlation_id: Uuid, pub causation_id: Uuid',
    );
  test('a version in the envelope', () => holds('events/versioning', crate(order() + envelope()), /schema_version/));
  test('nothing', () => breaks('events/versioning', crate(bare), /no version, no upcaster and no documented strategy/));
  test("an aggregate's revision in the event is none", () =>
    breaks('events/versioning', crate(bare.replace('total: u64', 'total: u64, version: u64')), /no version/));
  test('an upcaster', () =>
    holds('events/versioning', crate(`${bare}pub fn upcast_order(v: Value) -> Value { v }\n`), /upcast_order/));
  test('migrations of events', async () => {
    const migration = 'pub trait EventMigration { fn migrate(&self, old: Value) -> Value; }\n';
    const rename =
      'pub struct Rename;\nimpl EventMigration for Rename { fn migrate(&self, old: Value) -> Value { old } }\n';
    await holds('events/versioning', crate(bare + migration + rename), /EventMigration/);
    await breaks('events/versioning', crate(bare + migration), /no upcaster/);
  });
  test('a changelog tells what changed, and no strategy', () =>
    breaks(
      'events/versioning',
      crate(bare, {
        'CHANGELOG.md':
          '# Changelog\n\n## 1.0.0\n\n### Event versioning\n\n- Versions of events are migrated by a framework of our own\n- A registry of all migrations of the schema is kept\n',
      }),
      /no documented strategy/,
    ));
  test('a documented strategy', () =>
    holds(
      'events/versioning',
      crate(bare, {
        'docs/events.md':
          '# Events\n\n## Event versioning\n\nEvery change of the form of an event gets a new version, and readers keep reading the old versions for as long as they are stored.\n',
      }),
      /docs\/events\.md:3/,
    ));
  describe('in the subject', () => {
    const subject = (text: string) =>
      `impl DomainEvent for OrderEvent { fn subject(&self) -> String { match self { OrderEvent::Placed { .. } => "orders.order.placed.v1".to_string(), _ => ${text}.to_string() } } }\n`;
    test('that each event gives itself', () =>
      holds('events/versioning', crate(bare + subject('"orders.order.paid.v2"')), /orders\.order\.placed\.v1/));
    test('not of some', () =>
      breaks('events/versioning', crate(bare + subject('"orders.order.paid"')), /no version, no upcaster/));
    const bus = (call: string) =>
      crate(
        `${bare}pub async fn go(client: async_nats::Client, p: bytes::Bytes) -> Result<(), E> { ${call}; Ok(()) }\n`,
      );
    test('that they are published under', () =>
      holds('events/versioning', bus('client.publish("orders.order.placed.v1", p).await?'), /placed\.v1/));
    test('not that others publish theirs under', () =>
      breaks('events/versioning', bus('client.subscribe("*.*.event.v1").await?'), /no version, no upcaster/));
    test('not where one of two has none', () =>
      breaks(
        'events/versioning',
        bus('client.publish("orders.order.placed.v1", p).await?; client.publish("orders.order.paid", p).await?'),
        /no version, no upcaster/,
      ));
  });
  test('a bare heading is none', () =>
    breaks(
      'events/versioning',
      crate(bare, { 'docs/events.md': '# Events\n\n## Event versioning\n\nTODO\n' }),
      /no documented strategy/,
    ));
  test('no events', () => doesNotApply('events/versioning', noEvents, /no code defines an event/));
});

test('upcasting a value to its base lifts no event', () =>
  breaks(
    'events/versioning',
    crate(`${order()}pub struct Asset;\nimpl Asset { pub fn upcast(self) -> Base { Base } }\n`),
    /no version, no upcaster/,
  ));

describe('events/replay', () => {
  const test1 = (body: string) =>
    crate(order() + envelope(), { 'tests/t.rs': `use demo::OrderEvent;\n#[test]\nfn t() { ${body} }\n` });
  test('several events, then an assertion', () =>
    holds(
      'events/replay',
      test1(
        'let mut o = Order::default(); o.apply(&OrderEvent::OrderPaid); o.apply(&OrderEvent::OrderPaid); assert!(o.paid);'.replaceAll(
          '&OrderEvent::OrderPaid',
          'OrderPaid',
        ),
      ),
      /t applies events/,
    ));
  test('a list', () => holds('events/replay', ready, /replays_a_whole_life/));
  test('one event', () => breaks('events/replay', test1('o.apply(OrderPaid); assert!(o.paid);'), /no test applies/));
  const paid = 'OrderEvent::Paid(OrderPaid { by: 1 })';
  const test2 = (body: string, more = '') =>
    crate(
      `${order('Placed { total: u64 }, Paid(OrderPaid)')}${serde}pub struct OrderPaid { pub by: u8 }\n${envelope()}`,
      { 'tests/t.rs': `use demo::*;\n${more}#[test]\nfn t() { ${body} }\n` },
    );
  test('an event that wraps its content is one', () =>
    breaks('events/replay', test2(`let o = apply_event(o, &${paid}); assert!(o.paid);`), /no test applies/));
  test('patterns and types are no events', () =>
    breaks(
      'events/replay',
      test2(
        `let e: OrderEvent = ${paid}; o.apply(&e); match o.last { OrderEvent::Paid(p) => assert!(p.by > 0), _ => {} } assert!(matches!(o.last, OrderEvent::Placed { .. }));`,
      ),
      /no test applies/,
    ));
  test('a type that is called as a variant is no event', () =>
    breaks(
      'events/replay',
      crate(`${order('Timeout, Paid')}${envelope()}pub struct Timeout { pub after: u8 }\n`, {
        'tests/t.rs':
          'use demo::*;\n#[test]\nfn t() { let a = Timeout { after: 1 }; let b = Timeout { after: 2 }; assert_eq!(c.apply_to(1).x, a); assert_eq!(c.apply_to(2).x, b); }\n',
      }),
      /no test applies/,
    ));
  test('two, one by one', () =>
    holds(
      'events/replay',
      test2(`let o = o.apply(&OrderEvent::Placed { total: 1 }).apply(&${paid}); assert!(o.paid);`),
      /t applies events/,
    ));
  test('a list made by constructors of their contents', () =>
    holds(
      'events/replay',
      test2(
        'let events = vec![OrderEvent::Paid(OrderPaid::new(1)), OrderEvent::Paid(OrderPaid::new(2))]; let o = Order::empty().apply_events(&events); assert_eq!(o.paid, 2);',
      ),
      /t applies events/,
    ));
  test('a list that a function of the tests gives', () =>
    holds(
      'events/replay',
      test2(
        'let o = Order::replay(history()); assert!(o.paid);',
        `fn history() -> Vec<OrderEvent> { vec![${paid}] }\n`,
      ),
      /t applies events/,
    ));
  test('a list that a file of helpers gives, where the test itself names no event', () =>
    holds(
      'events/replay',
      crate(order() + envelope(), {
        'tests/common/mod.rs': 'pub fn history() -> Vec<demo::OrderPaid> { vec![] }\n',
        'tests/t.rs': 'mod common;\n#[test]\nfn t() { let o = Order::replay(common::history()); assert!(o.paid); }\n',
      }),
      /t applies events/,
    ));
  test('a list in a test that is not reached from any target', () =>
    breaks(
      'events/replay',
      crate(order() + envelope(), {
        'tests/more/t.rs': '#[test]\nfn t() { let o = Order::replay(vec![OrderPaid, OrderPaid]); assert!(o.paid); }\n',
      }),
      /no test applies/,
    ));
  test('a file that is loaded is no list of events', () =>
    breaks(
      'events/replay',
      test2(`let j = Journal::new(vec![${paid}, ${paid}]); let l = Journal::load_from_file(p); assert_eq!(l, j);`),
      /no test applies/,
    ));
  test.each([
    [
      'an event that is changed itself',
      `let mut event = ${paid}; let other = ${paid}; handle_event(&data_stream, &mut event); assert_eq!(event, other);`,
    ],
    [
      'sums that an iterator folds',
      `let all = vec![${paid}, ${paid}]; let n = all.iter().fold(0, |n, e| n + e.size()); assert_eq!(n, 2);`,
    ],
    [
      'an error of what comes after',
      `o.apply(${paid}); o.apply(${paid}); let r = o.pay(); assert!(r.is_err()); assert!(matches!(r.unwrap_err(), E::Twice)); assert_eq!(o.pay(), Err(E::Twice));`,
    ],
  ])('%s', async (_, body) => {
    await breaks('events/replay', test2(body), /no test applies/);
  });
  test('what every type has says nothing of what it makes', () =>
    breaks(
      'events/replay',
      test2(
        'let mut t = Table::default(); t.apply_update(Uid::for_test(1)); t.apply_update(Uid::for_test(2)); assert!(t.full);',
        'struct Made;\nimpl Made { fn for_test(n: u8) -> OrderEvent { loop {} } }\n',
      ),
      /no test applies/,
    ));
  test('an iterator that folds events into a state', () =>
    holds(
      'events/replay',
      test2(`let o = vec![${paid}, ${paid}].iter().fold(Order::default(), Order::evolve); assert!(o.paid);`),
      /t applies events/,
    ));
  test('an error beside the state', () =>
    holds('events/replay', test2(`o.apply(${paid}); o.apply(${paid}); assert!(o.pay().is_err()); assert!(o.paid);`)));
  test('a handler that only keeps what it is given', async () => {
    const using = (handler: string) =>
      crate(
        `${order('Placed, Paid')}${envelope()}pub struct All { pub seen: Vec<OrderEvent>, pub paid: u8 }\nimpl All { pub fn handle_event(&mut self, event: &OrderEvent) { ${handler} } }\n` +
          '#[cfg(test)]\nmod tests { use super::*;\n#[test]\nfn t() { all.handle_event(&OrderEvent::Placed); all.handle_event(&OrderEvent::Paid); assert_eq!(all.seen.len(), 2); } }\n',
      );
    await breaks('events/replay', using('self.seen.push(event.clone());'), /no test applies/);
    await holds('events/replay', using('self.paid += 1; self.seen.push(event.clone());'));
    await holds('events/replay', using('self.seen.push(event.clone()); self.count(event);'));
  });
  const mock = 'enum OrderEvent { Placed, Paid }\n';
  const two = 'let o = Order::replay(vec![OrderEvent::Placed, OrderEvent::Paid]); assert!(o.paid);';
  test('events that a test declares for itself are none of the crate', async () => {
    const library = order('Placed, Paid') + envelope();
    const own = `${mock}fn history() -> Vec<OrderEvent> { vec![] }\n#[test]\nfn t() { ${two} }\n#[test]\nfn u() { let o = Order::replay(history()); assert!(o.paid); }\n`;
    await breaks('events/replay', crate(library, { 'tests/t.rs': own }), /no test applies/);
    await breaks(
      'events/replay',
      crate(`${library}#[cfg(test)]\nmod tests { ${mock}#[test]\nfn t() { ${two} } }\n`),
      /no test applies/,
    );
    await holds(
      'events/replay',
      crate(`${library}#[cfg(test)]\nmod tests { use super::*; #[test]\nfn t() { ${two} } }\n`),
    );
  });
  test('events of another crate are none, whatever they are called', async () => {
    const library = order('Placed, Paid') + envelope();
    const using = (line: string) => crate(library, { 'tests/t.rs': `${line}\n#[test]\nfn t() { ${two} }\n` });
    await breaks('events/replay', using('use other::events::{Order, OrderEvent};'), /no test applies/);
    await holds('events/replay', using('use demo::{Order, OrderEvent};'));
    await holds('events/replay', using('mod common;\nuse common::OrderEvent;'));
    await holds('events/replay', using('use other::Order as _;\nuse demo::*;'));
  });
  test('a second type of that name that the crate ships is one of its own', () =>
    holds(
      'events/replay',
      crate(`${order('Placed, Paid')}${envelope()}pub mod other;\n`, {
        'src/other.rs': `pub struct OrderEvent;\n#[cfg(test)]\nmod tests { use super::*; #[test]\nfn t() { ${two} } }\n`,
      }),
    ));
  test('a noun applies nothing', () =>
    breaks(
      'events/replay',
      test2(
        `let id = test_projection_id(); let events = vec![${paid}, ${paid}]; sample_projection_applied(); assert_eq!(events.len(), 2);`,
      ),
      /no test applies/,
    ));
  describe('events that a handler of the crate answers with', () => {
    const handler =
      'pub struct Order; impl Order { pub fn handle(&self, c: u8) -> Result<Vec<OrderEvent>, E> { todo() } pub fn apply_event(&mut self, e: &OrderEvent) {} pub fn apply_discount(&mut self, by: u8) {} }\n';
    const handled = (body: string) =>
      crate(order() + envelope() + handler, {
        'tests/t.rs': `use demo::*;\n#[test]\nfn t() { let mut o = Order; ${body} }\n`,
      });
    const one = 'let events = o.handle(1).unwrap(); o.apply_event(&events[0]);';
    test('applied one after the other', () =>
      holds('events/replay', handled(`${one} ${one} assert_eq!(o.paid, 2);`), /t applies events/));
    test('applied in loops', () => {
      const walked = 'let events = o.handle(1).unwrap(); for e in &events { o.apply_event(e); }';
      return holds('events/replay', handled(`${walked} ${walked} assert_eq!(o.paid, 2);`), /t applies events/);
    });
    test('a handler that the test declares for itself is none', () =>
      breaks(
        'events/replay',
        crate(order() + envelope() + handler, {
          'tests/t.rs': `struct Mine; impl Mine { fn handle(&self, c: u8) -> R { todo() } fn apply_event(&mut self, e: &u8) {} }\n#[test]\nfn t() { let mut o = Mine; ${one} ${one} assert_eq!(o.paid, 2); }\n`,
        }),
        /no test applies/,
      ));
    test('one of them is no sequence', () =>
      breaks('events/replay', handled(`${one} assert_eq!(o.paid, 1);`), /no test applies/));
    test('what is applied has to be what was answered', () =>
      breaks(
        'events/replay',
        handled(
          'o.handle(1).unwrap(); o.handle(2).unwrap(); o.apply_discount(1); o.apply_discount(2); assert!(o.paid);',
        ),
        /no test applies/,
      ));
  });
  test('no assertion', () =>
    breaks('events/replay', test1('o.apply(OrderPaid); o.apply(OrderPaid);'), /no test applies/));
  test('no events', () => doesNotApply('events/replay', noEvents, /no code defines an event/));
});
