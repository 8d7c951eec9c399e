/** Subjects that events are sent under, as far as they say the version of an event's form: events/versioning. */
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { codeBodyOf } from '../rust-bodies/code-bodies.ts';
import { resultsOf } from '../rust-bodies/tails.ts';
import { textValues } from '../rust-bodies/text-values.ts';
import type { EventType } from './event-types.ts';

const subjectMethod = /^(?:(?:get|to|nats|event)_)*(?:subject|topic)$/;

export const isVersioned = (subject: string): boolean => /\.v\d+$/.test(subject);

/** @returns the subject that an event gives itself, `orders.order.placed.v1`; undefined unless each that it may give bears a version */
export function versionedSubject(model: CrateModel, { shapes }: EventType): string | undefined {
  // What a variant wraps knows best; the enum around it hands its subject on.
  for (const shape of [...shapes].reverse()) {
    const subjects = givenSubjects(model, shape);
    if (subjects.length > 0) return subjects.every(isVersioned) ? subjects[0] : undefined;
  }
  return undefined;
}

function givenSubjects(model: CrateModel, type: Definition): string[] {
  const methods = model.implsOf(type).flatMap(({ members }) => members.filter(({ name }) => subjectMethod.test(name)));
  return methods.flatMap((method) => {
    const code = codeBodyOf(model, method);
    if (code === undefined) return [];
    return resultsOf(code.body)
      .flatMap((given) => textValues(code, given))
      .map(({ value }) => value);
  });
}
