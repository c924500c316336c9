#!/usr/bin/env node
import { runProgram } from './index.ts';

process.exitCode = await runProgram(process.argv.slice(2));
