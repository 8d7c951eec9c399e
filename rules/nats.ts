/** The standard's section "7. Integration Standards", heading "NATS Integration". */
import { type RuleGroup, undecided } from '../src/rule.ts';

const group: RuleGroup = {
  slug: 'nats',
  section: '7. Integration Standards',
  title: 'NATS Integration',
  rules: [
    {
      id: 'nats/subjects',
      text: 'Proper subject naming conventions',
      why: 'Subjects are the contract between modules.',
      how: 'Every subject in code has two tokens or more of lower-case words, wildcards whole, version last.',
      fix: 'Rename the subjects listed to context.aggregate.event.',
      check: undecided,
    },
    {
      id: 'nats/error-handling',
      text: 'Error handling for network failures',
      why: 'A lost message that nobody hears of is lost for good.',
      how: 'No NATS result is thrown away or unwrapped.',
      fix: 'Handle or return the results listed.',
      check: undecided,
    },
    {
      id: 'nats/reconnection',
      text: 'Reconnection logic implemented',
      why: 'Networks fail at night.',
      how: 'Where it connects, options or a loop retry.',
      fix: 'Connect with ConnectOptions that retry and report disconnects.',
      check: undecided,
    },
    {
      id: 'nats/schemas',
      text: 'Message schemas documented',
      why: 'A consumer is written against the schema, not the source.',
      how: 'AsyncAPI, JSON Schema, protobuf, schemars, or documentation of every message with its fields.',
      fix: 'Document each command and event with its fields.',
      check: undecided,
    },
  ],
};

export default group;
