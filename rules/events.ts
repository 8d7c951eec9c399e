/** The standard's section "7. Integration Standards", heading "Event Sourcing". */
import { type RuleGroup, undecided } from '../src/rule.ts';

const group: RuleGroup = {
  slug: 'events',
  section: '7. Integration Standards',
  title: 'Event Sourcing',
  rules: [
    {
      id: 'events/standard',
      text: 'Events follow CIM event standards',
      why: 'Events outlive the code that wrote them.',
      how: "Past tense, serializable, with id, time and the aggregate's id.",
      fix: 'Name events in the past tense and give them id, time and aggregate id.',
      check: undecided,
    },
    {
      id: 'events/correlation',
      text: 'Proper correlation/causation tracking',
      why: 'Without causation an event log cannot be read backwards.',
      how: 'Event or envelope carries correlation and causation ids that are really filled.',
      fix: 'Carry the ids of the message that caused the event.',
      check: undecided,
    },
    {
      id: 'events/versioning',
      text: 'Event versioning strategy',
      why: 'Old events must be readable for ever.',
      how: 'A serialized version, upcasters, or a documented strategy.',
      fix: 'Give events a version, and document how old ones are read.',
      check: undecided,
    },
    {
      id: 'events/replay',
      text: 'Replay capability tested',
      why: 'State that cannot be rebuilt is lost with the process.',
      how: 'A test applies events in sequence and asserts on the state.',
      fix: 'Add a test that replays several events and asserts on the state.',
      check: undecided,
    },
  ],
};

export default group;
