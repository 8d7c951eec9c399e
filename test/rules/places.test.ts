import { describe, expect, test } from 'vitest';
import type { ReportItem } from '../../src/report.ts';
import { holds, moduleOf, ready } from '../harness.ts';

const manifest =
  '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nserde = "1"\nasync-nats = "0.38"\n';
const crate = (lib: string, more: Record<string, string> = {}) =>
  moduleOf({ 'Cargo.toml': manifest, 'src/lib.rs': lib, ...more });

const placesOf = (evidence: ReportItem['evidence']) =>
  evidence.slice(1).map(({ path, line, column, message }) => `${path}:${line}:${column} ${message}`);

const order = `use serde::{Deserialize, Serialize};
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum OrderEvent {
    OrderPlaced { total: u64 },
    OrderPaid,
}
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Envelope {
    pub event_id: Uuid,
    pub occurred_at: DateTime<Utc>,
    pub order_id: Uuid,
    pub correlation_id: Uuid,
    pub causation_id: Option<Uuid>,
    pub schema_version: u16,
    pub event: OrderEvent,
}
pub fn wrap(event: OrderEvent, cause: Uuid) -> Envelope {
    Envelope { event_id: next(), causation_id: Some(cause), event }
}
`;

describe('a pass names the places it rests on', () => {
  test('performance/async: each file with async code', async () => {
    const { evidence } = await holds(
      'performance/async',
      crate('mod io;\npub async fn one() {}\n  pub async fn two() {}\n', {
        'src/io.rs': 'pub fn sync() {}\npub async fn read() {}\n',
      }),
    );
    expect(placesOf(evidence)).toEqual([
      'src/io.rs:2:1 demo::io::read',
      'src/lib.rs:2:1 demo::one and 1 more in this file',
    ]);
  });

  test('nats/subjects: every subject where it is written', async () => {
    const { evidence } = await holds(
      'nats/subjects',
      crate(
        'const A_SUBJECT: &str = "orders.order.placed";\npub async fn f(c: async_nats::Client) -> Result<(), E> {\n    c.publish("orders.order.paid", p).await?;\n    Ok(())\n}\n',
      ),
    );
    expect(placesOf(evidence).sort()).toEqual([
      'src/lib.rs:1:25 orders.order.placed',
      'src/lib.rs:3:15 orders.order.paid',
    ]);
  });

  test('nats/error-handling: every call', async () => {
    const { evidence } = await holds(
      'nats/error-handling',
      crate(
        'pub async fn f(c: async_nats::Client) -> Result<(), E> {\n    c.publish("a.b", p).await?;\n    Ok(())\n}\n',
      ),
    );
    expect(placesOf(evidence)).toEqual(['src/lib.rs:2:7 the result of publish is not thrown away']);
  });

  test('nats/reconnection: every connection', async () => {
    const { evidence } = await holds(
      'nats/reconnection',
      crate(
        'pub async fn f() -> Result<Client, E> {\n    async_nats::ConnectOptions::new().retry_on_initial_connect().connect("x").await\n}\n',
      ),
    );
    expect(placesOf(evidence)).toEqual(['src/lib.rs:2:66 it comes back: retry_on_initial_connect']);
  });

  test('events/standard: every event', async () => {
    const { evidence } = await holds('events/standard', crate(order));
    expect(placesOf(evidence)).toEqual([
      'src/lib.rs:4:5 demo::OrderEvent::OrderPlaced',
      'src/lib.rs:5:5 demo::OrderEvent::OrderPaid',
    ]);
  });

  test('events/correlation: every event with the fields that carry its ids, and where a cause is handed on', async () => {
    const { evidence } = await holds('events/correlation', crate(order));
    const fields = 'Envelope.correlation_id, Envelope.causation_id';
    expect(placesOf(evidence)).toEqual([
      `src/lib.rs:4:5 demo::OrderEvent::OrderPlaced: ${fields}`,
      `src/lib.rs:5:5 demo::OrderEvent::OrderPaid: ${fields}`,
      'src/lib.rs:18:34 causation_id is handed on here',
    ]);
  });

  test('events/versioning: every event with its version', async () => {
    const { evidence } = await holds('events/versioning', crate(order));
    expect(placesOf(evidence)[0]).toBe(
      'src/lib.rs:4:5 demo::OrderEvent::OrderPlaced carries its version: schema_version',
    );
  });

  test('events/versioning: an upcaster where it is defined', async () => {
    const { evidence } = await holds(
      'events/versioning',
      crate(
        `${order.replace('    pub schema_version: u16,\n', '')}\npub fn upcast_order(old: Value) -> Value { old }\n`,
      ),
    );
    expect(evidence[0]).toMatchObject({ path: 'src/lib.rs', line: 20, column: 1 });
  });

  test.each(['events/standard', 'events/replay'])('%s of the module that passes everything', async (id) => {
    const item = (await ready.items()).get(id);
    expect(item?.verdict).toBe('pass');
    const places = item?.evidence.slice(1) ?? [];
    expect(places.length).toBeGreaterThan(0);
    for (const { path, line } of places) {
      expect(ready.content[path ?? '']).toBeDefined();
      expect(line).toBeGreaterThan(0);
    }
  });
});
