/** Envelopes whose content is open: for which events they carry. */
import { describe, test } from 'vitest';
import { breaks, holds, moduleOf } from '../harness.ts';

const serde = '#[derive(Debug, Clone, Serialize, Deserialize)]\n';
const ids =
  'pub event_id: Uuid, pub occurred_at: DateTime<Utc>, pub order_id: Uuid, pub correlation_id: Uuid, pub causation_id: Option<Uuid>, pub schema_version: u16';
const crate = (lib: string) =>
  moduleOf({
    'Cargo.toml':
      '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nserde = "1"\nserde_json = "1"\ncim-domain = "0.1"\n',
    'src/lib.rs': `use serde::{Deserialize, Serialize};\nuse serde_json::Value;\n${serde}pub enum OrderEvent { OrderPlaced, OrderPaid }\n${serde}pub enum JobEvent { JobEnded }\n${lib}`,
  });
const json = `${serde}pub struct AnyEnvelope { ${ids}, pub payload: Value }\n`;
const generic = `${serde}pub struct AnyEnvelope<T> { ${ids}, pub payload: T }\nimpl<T> AnyEnvelope<T> { pub fn new(payload: T) -> Self { Self { payload, event_id: next() } } }\n`;

/** Everything but JobEvent goes into it. */
const ordersOnly = (lib: string) =>
  breaks('events/correlation', crate(lib), /^: 1 of 3 events carries[\s\S]*JobEvent::JobEnded carries no correlation/);
const nothing = (lib: string) => breaks('events/correlation', crate(lib), /^: 3 of 3 events carry/);
const all = (lib: string) => holds('events/correlation', crate(lib), /3 events carry/);

describe('an open envelope carries for no event that nobody puts into it', () => {
  test.each([
    ['JSON', json],
    ['a parameter', generic],
    ['bytes', json.replace('Value', 'Vec<u8>')],
    [
      'filled by tests only',
      `${json}#[cfg(test)]\nmod tests { use super::*; fn f() { AnyEnvelope { payload: to_value(OrderEvent::OrderPaid) }; } }\n`,
    ],
    ['filled with something else', `${generic}pub fn f(total: u64) { AnyEnvelope::new(total); }\n`],
  ])('%s', async (_, lib) => {
    await nothing(lib);
  });
});

describe('an open envelope carries for what the code puts into it', () => {
  test.each([
    ['a literal', `${json}pub fn f() -> AnyEnvelope { AnyEnvelope { payload: to_value(OrderEvent::OrderPaid) } }\n`],
    [
      'a parameter by its type',
      `${json}pub fn f(event: &OrderEvent) -> AnyEnvelope { let payload = serde_json::to_value(event); AnyEnvelope { payload } }\n`,
    ],
    [
      'a conversion',
      `${json}impl From<OrderEvent> for AnyEnvelope { fn from(event: OrderEvent) -> Self { Self { payload: serde_json::to_value(&event) } } }\n`,
    ],
    [
      'the event itself',
      `${json}impl OrderEvent { pub fn wrap(&self) -> AnyEnvelope { AnyEnvelope { payload: serde_json::to_value(self) } } }\n`,
    ],
    ['a constructor', `${generic}pub fn f(e: OrderEvent) { AnyEnvelope::new(e); }\n`],
    ['a loop', `${generic}pub fn f(events: Vec<OrderEvent>) { for event in events { AnyEnvelope::new(event); } }\n`],
    [
      'a closure',
      `${generic}pub fn f(events: &[OrderEvent]) { events.iter().map(|event| AnyEnvelope::new(event)); }\n`,
    ],
    [
      'a function that takes anything',
      `${json}pub struct Bus;\nimpl Bus {\n pub fn publish<T: Serialize>(&self, subject: &str, event: &T) { self.send(subject, event) }\n fn send<T: Serialize>(&self, subject: &str, event: &T) { let payload = serde_json::to_value(event); go(AnyEnvelope { payload }); }\n}\npub struct Orders { bus: Bus }\nimpl Orders { pub fn pay(&self) { self.bus.publish("a.b", &OrderEvent::OrderPaid); } }\n`,
    ],
    ['its type with one', `${generic}pub fn f(one: &AnyEnvelope<OrderEvent>) {}\n`],
  ])('%s', async (_, lib) => {
    await ordersOnly(lib);
  });
});

describe('bounds', () => {
  const traited = 'pub trait DomainEvent {}\nimpl DomainEvent for OrderEvent {}\n';
  test.each([
    ['of the struct', `${traited}${serde}pub struct Wrapped<E: DomainEvent> { ${ids}, pub payload: E }\n`],
    ['where', `${traited}${serde}pub struct Wrapped<E> where E: DomainEvent { ${ids}, pub payload: E }\n`],
    ['a trait object', `${traited}pub struct WrappedEnvelope { ${ids}, pub payload: Box<dyn DomainEvent> }\n`],
    [
      'of another crate',
      `impl cim_domain::DomainEvent for OrderEvent {}\n${serde}pub struct Wrapped<E: cim_domain::DomainEvent> { ${ids}, pub payload: E }\n`,
    ],
    [
      'of a constructor',
      `pub trait Versioned {}\nimpl Versioned for OrderEvent {}\n${json}impl AnyEnvelope { pub fn new<E: Versioned>(event: E) -> Self { Self { payload: serde_json::to_value(event) } } }\n`,
    ],
    ['of the impl around the constructor', `${traited}${generic.replace('impl<T>', 'impl<T: DomainEvent>')}`],
  ])('%s: who implements it', async (_, lib) => {
    await ordersOnly(lib);
  });
  test('an associated type of a bound', () =>
    ordersOnly(
      `pub trait Aggregate { type Event; }\npub struct Order;\nimpl Aggregate for Order { type Event = OrderEvent; }\n${serde}pub struct Wrapped<A: Aggregate> { ${ids}, pub payload: A::Event }\n`,
    ));
  test('a machine that events drive holds none', () =>
    nothing(`${traited}${serde}pub struct Machine<E: DomainEvent> { ${ids}, pub table: Vec<(u8, E)> }\n`));
  test('another trait of the same name is another', () =>
    nothing(
      `pub mod a { pub trait DomainEvent {} }\npub mod b { pub trait DomainEvent {} }\nimpl a::DomainEvent for OrderEvent {}\n${serde}pub struct Wrapped<E: b::DomainEvent> { ${ids}, pub payload: E }\n`,
    ));
  test('every event', () =>
    all(
      `${traited}impl DomainEvent for JobEvent {}\n${serde}pub struct Wrapped<E: DomainEvent> { ${ids}, pub payload: E }\n`,
    ));
});

test('standard and version are carried the same way', async () => {
  const lib = `${json}pub fn f(event: &OrderEvent) -> AnyEnvelope { AnyEnvelope { payload: to_value(event) } }\n`;
  await breaks('events/standard', crate(lib), /JobEvent::JobEnded: no id, no time/);
  await breaks('events/versioning', crate(lib), /^: 1 of 3 events has no version/);
});
