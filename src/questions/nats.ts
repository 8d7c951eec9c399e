/** What section 7, "NATS Integration", asks of a crate; null for one that does not talk to NATS. */
import { eventTypes } from '../models/events/event-types.ts';
import { connections } from '../models/nats/connections.ts';
import { discardedResults, resultCalls } from '../models/nats/discarded.ts';
import { type NatsCode, natsCode } from '../models/nats/nats-code.ts';
import { messages } from '../models/nats/schemas.ts';
import { subjects } from '../models/nats/subjects.ts';
import type { OpenCrate } from '../models/rust-crate.ts';
import { placed } from '../rule.ts';

const ofNats =
  <A>(about: (nats: NatsCode) => A) =>
  ({ complete }: OpenCrate): A | null => {
    const nats = natsCode(complete);
    return nats === undefined ? null : about(nats);
  };

export const allSubjects = ofNats(subjects);

export const results = ofNats((nats) => ({
  found: discardedResults(nats).map(({ what, noted, code, token }) => ({ what, noted, ...code.placeOf(token) })),
  calls: resultCalls(nats).map(({ code, call }) =>
    placed(code.placeOf(call.token), `the result of ${call.name} is not thrown away`),
  ),
}));

export const connecting = ofNats((nats) =>
  connections(nats).map(({ resilience, code, token }) => ({ resilience, ...code.placeOf(token) })),
);

export const sent = ofNats(({ model }) => messages(model, eventTypes(model)));
