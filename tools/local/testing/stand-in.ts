import type { Launch, RunningProgram } from '../launch.ts';

/** Runs a line of JavaScript as a program that then waits; resolves when the line has run. */
export async function standIn(launch: Launch, line: string): Promise<RunningProgram> {
  const program = launch({
    command: process.execPath,
    args: ['--eval', `${line}; console.log('up'); setInterval(() => {}, 1000);`],
  });
  await program.becomesReady(async () => program.lastOutput().includes('up'));
  return program;
}
