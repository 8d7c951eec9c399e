/** Events that have what is asked for in name only: ids that never leave the process, that are never filled, tests of a stand-in. */
import { describe, test } from 'vitest';
import { breaks, holds, ready, reviews } from '../harness.ts';

const events = 'src/events.rs';
const change = (from: string | RegExp, to: string) => ready.with(events, (old) => old.replace(from, to));
const append = (text: string) => ready.with(events, (old) => old + text);

/** The envelope built by the crate itself. */
const wrapped = (causation: string, correlation = 'correlation', type = 'String') =>
  ready.with(
    events,
    (old) => `${old.replace('causation_id: String', `causation_id: ${type}`)}
impl EventEnvelope {
    /// Wraps an event.
    pub fn wrap(event: ParcelEvent, event_id: String, aggregate_id: String, cause: String, correlation: String) -> Self {
        let eid = event_id;
        let chance = uuid::Uuid::new_v4().to_string();
        let none = None;
        Self { event_id: eid.clone(), aggregate_id, occurred_at: 0, correlation_id: ${correlation}, causation_id: ${causation}, schema_version: 1, event }
    }
}
`,
  );
const others = {
  also: ['structure/', 'docs/', 'api/', 'testing/', 'security/', 'nats/', 'cargo/', 'events/', 'performance/'],
};

describe('what serde leaves out is carried by nobody', () => {
  test('an id', () =>
    breaks('events/standard', change('pub event_id', '#[serde(skip)]\n    pub event_id'), /no id/, others));
  test('a time', () =>
    breaks(
      'events/standard',
      change('pub occurred_at', '#[serde(skip_serializing, default)]\n    pub occurred_at'),
      /no time/,
      others,
    ));
  test('what is only left out when it is empty is carried', () =>
    holds(
      'events/standard',
      change('pub event_id', '#[serde(skip_serializing_if = "String::is_empty")]\n    pub event_id'),
    ));
  test('a cause', () =>
    breaks(
      'events/correlation',
      change('pub causation_id', '#[serde(skip)]\n    pub causation_id'),
      /no causation id/,
      others,
    ));
  test('a version', () =>
    breaks(
      'events/versioning',
      change('pub schema_version', '#[serde(skip)]\n    pub schema_version').without('docs/adr/'),
      /no version/,
      others,
    ));
  test('the event itself', () =>
    breaks('events/standard', change('pub event:', '#[serde(skip)]\n    pub event:'), /no id/, others));
});

describe('types that hold nothing of the kind', () => {
  test('an Option behind an alias', () =>
    breaks(
      'events/standard',
      change('event_id: String', 'event_id: Perhaps').with(
        events,
        (old) => `${old}\n/// An id or none.\npub type Perhaps = Option<String>;\n`,
      ),
      /no id/,
      others,
    ));
  test.each(['bool', 'Option<u64>', 'uuid::Uuid'])('%s is no time', async (type) => {
    await breaks('events/standard', change('occurred_at: u64', `occurred_at: ${type}`), /no time/, others);
  });
  test('() is no id, bool no cause', async () => {
    await breaks('events/standard', change('event_id: String', 'event_id: ()'), /no id/, others);
    await breaks('events/correlation', change('causation_id: String', 'causation_id: bool'), /no causation/, others);
  });
  test('an identity of the crate is judged by its fields', () =>
    breaks(
      'events/correlation',
      change(
        /\/\/\/ The conversation[\s\S]*?causation_id: String,/,
        '/// Who.\n    pub identity: MessageIdentity,',
      ).with(
        events,
        (old) =>
          `${old}\n/// Who.\n#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]\npub struct MessageIdentity {\n    /// Number.\n    pub number: u64,\n}\n`,
      ),
      /no correlation and no causation id/,
      others,
    ));
  test('PhantomData wraps nothing', () =>
    breaks(
      'events/standard',
      change('event: ParcelEvent', 'event: std::marker::PhantomData<ParcelEvent>'),
      /no id/,
      others,
    ));
});

test('a type that its events change is an aggregate', () =>
  breaks(
    'events/standard',
    change(/ {4}\/\/\/ The aggregate that[\s\S]*?aggregate_id: String,\n/, ''),
    /no id of its aggregate/,
    others,
  ));

describe('causes that are filled with nothing', () => {
  test.each([
    ['String::new()', /always empty/],
    ['"".to_string()', /always empty/],
    ['Default::default()', /always empty/],
    ['uuid::Uuid::nil().to_string()', /always empty/],
    ['"unknown".into()', /the same text for every event/],
    ['eid.clone()', /own id/],
    ['eid', /own id/],
    ['chance', /a fresh id/],
    ['format!("{}", uuid::Uuid::new_v4())', /a fresh id/],
  ])('%s', async (value, message) => {
    await breaks('events/correlation', wrapped(value), message, others);
  });
  test('None behind a name', () =>
    breaks('events/correlation', wrapped('none', 'correlation', 'Option<String>'), /always None/, others));
  test('the short form of a name', () =>
    breaks(
      'events/correlation',
      wrapped('cause').with(events, (old) =>
        old
          .replace('causation_id: cause', 'causation_id')
          .replace('let none = None', 'let causation_id = String::new()'),
      ),
      /always empty/,
      others,
    ));
  test('left to Default', () =>
    breaks(
      'events/correlation',
      append(
        '\n/// Wraps.\npub fn wrap(event: ParcelEvent) -> EventEnvelope {\n    EventEnvelope { event, ..Default::default() }\n}\n',
      ),
      /left to its default/,
      others,
    ));
  test('what is handed on', () => holds('events/correlation', wrapped('cause'), undefined, others));
  test('a conversation of its own where an event is handled', () =>
    reviews(
      'events/correlation',
      append(
        '\n/// Answers.\npub fn on_registered(event: &ParcelEvent, event_id: String, cause: String) -> EventEnvelope {\n    EventEnvelope { event_id, aggregate_id: String::new(), occurred_at: 0, correlation_id: uuid::Uuid::new_v4().to_string(), causation_id: cause, schema_version: 1, event: event.clone() }\n}\n',
      ),
      /a fresh correlation_id begins a new conversation/,
      others,
    ));
});

describe('strategies in name only', () => {
  const unversioned = (more: string) =>
    ready
      .with(
        events,
        (old) =>
          old.replace(/ {4}\/\/\/ Version of[\s\S]*?u16,\n/, '').replace(/\/\/! Events are versioned.*\n/, '') + more,
      )
      .without('docs/adr/');
  test.each([
    'fn upcast_event(_: &str) -> ParcelEvent { todo!() }',
    'pub fn upcast_event() {}',
    'pub trait EventUpcaster {}',
  ])('%s', async (code) => {
    await breaks('events/versioning', unversioned(`\n${code}\n`), /no upcaster/, others);
  });
  test('an upcaster that does something', () =>
    holds(
      'events/versioning',
      unversioned('\nfn upcast_event(old: String) -> String { old.replace("weight", "grams") }\n'),
      undefined,
      others,
    ));
  test('an aggregate’s version by its type', () =>
    breaks(
      'events/versioning',
      unversioned('\n/// A.\npub struct AggregateVersion(pub u64);\n').with(events, (old) =>
        old.replace(
          '    /// What happened.\n    pub event',
          '    /// Which.\n    pub version: AggregateVersion,\n    /// What happened.\n    pub event',
        ),
      ),
      /no version/,
      others,
    ));
  test('a page that says there is none', () =>
    breaks(
      'events/versioning',
      unversioned('').with(
        'docs/events.md',
        '# Events\n\n## Event versioning\n\nThere is no versioning of events yet: no version is written, and old ones are thrown away.\n',
      ),
      /no version/,
      others,
    ));
  test('IPV6 is no version', () =>
    breaks(
      'events/versioning',
      unversioned('\n/// Moved.\n#[derive(Debug, Clone, Serialize, Deserialize)]\npub struct ParcelMovedToIPV6;\n'),
      /ParcelMovedToIPV6 carries no version/,
      others,
    ));
});

describe('replays of a stand-in', () => {
  const life = (head: string, body: string) =>
    ready.with(
      'tests/life.rs',
      `use cim_parcel::events::ParcelEvent;\n${head}\n#[test]\nfn life() {\n    ${body}\n}\n`,
    );
  const list = 'let events = vec![ParcelEvent::ParcelDispatched, ParcelEvent::ParcelDelivered];';
  test('a function of the test that applies nothing', () =>
    breaks(
      'events/replay',
      life(
        'fn replay(events: &[ParcelEvent]) -> usize { events.len() }',
        `${list} let n = replay(&events); assert_eq!(n, 2);`,
      ),
      /no test applies/,
      others,
    ));
  test('a function of the test that applies to the crate’s own', () =>
    holds(
      'events/replay',
      life(
        'use cim_parcel::Parcel;\nfn replay_all(events: &[ParcelEvent]) -> Parcel { Parcel::replay(events).unwrap() }',
        `${list} let parcel = replay_all(&events); assert_eq!(parcel.state(), 1);`,
      ),
      undefined,
      others,
    ));
  test('types of the test', () =>
    breaks(
      'events/replay',
      ready.with(
        'tests/life.rs',
        `enum ParcelEvent { ParcelDispatched, ParcelDelivered }\nstruct Parcel(usize);\nimpl Parcel { fn replay(events: &[ParcelEvent]) -> Self { Self(events.len()) } }\n#[test]\nfn life() { ${list} let p = Parcel::replay(&events); assert_eq!(p.0, 2); }\n`,
      ),
      /no test applies/,
      others,
    ));
  test('an assertion that was true before', () =>
    breaks(
      'events/replay',
      life('use cim_parcel::Parcel;', `${list} let _p = Parcel::replay(&events); assert!(true); assert_eq!(1, 1);`),
      /no test applies/,
      others,
    ));
});
