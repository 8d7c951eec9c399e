/** Questions that concern only those crates that do or define something: the others answer null. */
import type { Question } from '../models/rust-module/question.ts';
import type { Repo } from '../repo.ts';
import { Inapplicable } from '../rule.ts';

/**
 * What the crates with code answer whom the question concerns.
 * @param nobody why the item has no object where it concerns none
 * @throws Inapplicable then
 */
export async function askConcerned<A>(repo: Repo, asked: Question<A | null>, nobody: string): Promise<A[]> {
  const rust = await repo.rust();
  const answers = (await rust.ask(rust.code(), asked)).filter((answer) => answer !== null);
  if (answers.length === 0) throw new Inapplicable(nobody);
  return answers;
}
