/**
 * Cli: the command line. One file a command, which parses its arguments, calls a room and prints.
 *
 * It decides nothing about formats, builds or games; what it prints as JSON is what the rooms returned.
 */
export { runProgram } from './program.ts';
