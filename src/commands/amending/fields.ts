/** Fields of an entry: from options, else from a person at the terminal, else refused. */
import type { ZodType } from 'zod';
import { CannotRun } from '../failure.ts';
import type { Terminal } from '../terminal.ts';

export interface Field {
  readonly name: string;
  /** The option that gives it. */
  readonly option: string;
  readonly question: string;
  readonly schema: ZodType;
  readonly given: string | undefined;
  /** Taken when nothing is given, and offered to a person. */
  readonly fallback?: string;
  readonly required: boolean;
}

/** A person is asked this often for one field. */
const patience = 3;

/**
 * @returns all values; of fields that are not required only those given
 * @throws CannotRun when a value is nonsense, or one is missing and nobody can be asked
 */
export async function fillIn(
  fields: readonly Field[],
  terminal: Terminal,
): Promise<Record<string, string | undefined>> {
  const wrong = fields.flatMap(({ option, schema, given }) => {
    const problem = given === undefined ? undefined : problemOf(schema, given);
    return problem === undefined ? [] : [`${option}: ${problem}`];
  });
  if (wrong.length > 0) throw new CannotRun(wrong.join('\n'));
  const missing = fields.filter(
    ({ given, fallback, required }) => given === undefined && fallback === undefined && required,
  );
  if (missing.length > 0 && terminal.ask === undefined) {
    const list = missing.map(({ option, question }) => `  ${option.padEnd(16)}${question}`);
    throw new CannotRun(['what is missing:', ...list].join('\n'));
  }
  const values: Record<string, string | undefined> = {};
  for (const field of fields) {
    // Somebody who gave everything that is needed is asked nothing.
    const asks = field.given === undefined && field.required && missing.length > 0;
    values[field.name] = asks ? await askFor(field, terminal) : (field.given ?? field.fallback);
  }
  return values;
}

async function askFor({ question, schema, fallback, option }: Field, { ask, err }: Terminal): Promise<string> {
  for (let round = 0; round < patience; round++) {
    const answer = await ask?.(`${question}${fallback === undefined ? '' : ` [${fallback}]`}: `);
    if (answer === undefined) break;
    const value = answer.trim() === '' && fallback !== undefined ? fallback : answer.trim();
    const problem = problemOf(schema, value);
    if (problem === undefined) return value;
    err(`  ${problem}\n`);
  }
  throw new CannotRun(`${option} is missing; nothing was written`);
}

function problemOf(schema: ZodType, value: string): string | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success
    ? undefined
    : (parsed.error.issues[0]?.message ?? 'is not valid').replace(/^Invalid input: /, '');
}
