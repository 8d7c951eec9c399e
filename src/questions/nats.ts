/** What section 7, "NATS Integration", asks of a crate; null for one that does not talk to NATS. */
import { eventTypes } from '../models/events/event-types.ts';
import { connections } from '../models/nats/connections.ts';
import { discardedResults, resultCalls } from '../models/nats/discarded.ts';
import { type NatsCode, natsCode } from '../models/nats/nats-code.ts';
import { messages } from '../models/nats/schemas.ts';
import { subjects, untoldSubjects } from '../models/nats/subjects.ts';
import type { Found, OpenCrate } from '../models/rust-module/open-crate.ts';
import { placed } from '../verdict.ts';

const talks = ({ everyModel }: OpenCrate): boolean => everyModel.some((model) => natsCode(model) !== undefined);

const ofNats =
  <A>(about: (crate: OpenCrate) => A) =>
  (crate: OpenCrate): A | null =>
    talks(crate) ? about(crate) : null;

/** On every platform that the code is written for. */
const wherever =
  <F extends Found>(about: (nats: NatsCode) => readonly F[]) =>
  (crate: OpenCrate): F[] =>
    crate.everywhere((model) => {
      const nats = natsCode(model);
      return nats === undefined ? [] : about(nats);
    });

export const allSubjects = ofNats((crate) => ({ told: told(crate), untold: untold(crate) }));

const told = wherever(subjects);

const untold = wherever(untoldSubjects);

export const results = ofNats((crate) => ({ found: discarded(crate), calls: kept(crate) }));

const discarded = wherever((nats) =>
  discardedResults(nats).map(({ what, noted, code, token }) => ({ what, noted, ...code.placeOf(token) })),
);

const kept = wherever((nats) =>
  resultCalls(nats).map(({ code, call }) =>
    placed(code.placeOf(call.token), `the result of ${call.name} is not thrown away`),
  ),
);

export const connecting = ofNats(
  wherever((nats) => connections(nats).map(({ resilience, code, token }) => ({ resilience, ...code.placeOf(token) }))),
);

/** Messages are documented for all platforms or for none: those that Linux has count. */
export const sent = ofNats(({ complete }) => {
  const nats = natsCode(complete);
  return nats === undefined ? [] : messages(complete, eventTypes(complete));
});
