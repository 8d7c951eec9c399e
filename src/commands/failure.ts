/** The run could not be done as asked: a bad option, no such folder. Ends with exit code 2 and this message. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}
