#!/usr/bin/env node
import '../dist/cim-ready.js';
