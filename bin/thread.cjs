'use strict';
// What a thread of the command runs: the same loader, another entry.
require('./cim-ready.cjs').load('thread.cjs');
