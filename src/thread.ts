/** A thread of the process that judges modules beside the first one. */
import { judgeInThread } from './commands/judging/in-thread.ts';

void judgeInThread();
