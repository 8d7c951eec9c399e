/** A store of answers as the disk has it, in memory. */
import type { AnswerStore } from '../src/models/kept/answers.ts';
import { digestOf } from '../src/sources/journal.ts';

export function memoryStore(written = new Map<string, string>()): AnswerStore {
  return {
    digest: digestOf,
    read: (key) => written.get(key),
    write: (key, text) => void written.set(key, text),
  };
}
