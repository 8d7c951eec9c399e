/** A store of answers as the disk has it, in memory. */
import { createHash } from 'node:crypto';
import type { AnswerStore } from '../src/models/answers.ts';

export function memoryStore(written = new Map<string, string>()): AnswerStore {
  return {
    digest: (text) => createHash('sha256').update(text).digest('base64url'),
    read: (key) => written.get(key),
    write: (key, text) => void written.set(key, text),
  };
}
