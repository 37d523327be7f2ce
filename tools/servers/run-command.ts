import { spawn } from 'node:child_process';
import { tether } from './tether.ts';

export type CommandResult = { code: number; stdout: string; stderr: string };

export type CommandOptions = {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** The command is killed and reported as failed after this many milliseconds. */
  timeoutMs?: number;
  /** Receives each line of both outputs while the command runs. */
  onLine?: (line: string) => void;
};

/**
 * Runs a command to its end; on Linux it ends with this process at the latest.
 * A command that does not exist has the code 127, as in a shell; nothing is thrown.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(...tether('SIGKILL', command, args), {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs, killSignal: 'SIGKILL' as const }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      emitLines(text, options.onLine);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      emitLines(text, options.onLine);
    });
    child.once('error', (error) => {
      resolve({ code: 127, stdout, stderr: stderr + error.message });
    });
    child.once('close', (code, signal) => {
      resolve({ code: code ?? 1, stdout, stderr: signal === null ? stderr : `${stderr}ended by ${signal}` });
    });
  });
}

function emitLines(text: string, onLine: ((line: string) => void) | undefined): void {
  if (onLine === undefined) return;
  for (const line of text.split('\n')) if (line.trim() !== '') onLine(line);
}

/** Last non-empty line of a command's output: what a person wants to see of a failure. */
export function lastLine(result: CommandResult): string {
  const lines = `${result.stdout}\n${result.stderr}`.split('\n').filter((line) => line.trim() !== '');
  return lines.at(-1)?.trim() ?? `exit code ${result.code}`;
}
