/** Facts of the module's git history. */
export interface Git {
  /** Full hash of the checked-out commit; undefined before the first commit. */
  readonly head: string | undefined;
}
