const PINO_ERROR = 50;
const MAX_LENGTH = 300;

/**
 * The part of a process's log line that a person at the terminal should see, or undefined for the rest, which stays
 * in the log file. Understands pino's JSON lines, nats-server's and Postgres's formats and plain text.
 */
export function noteworthy(line: string): string | undefined {
  const text = line.startsWith('{') ? fromJson(line) : fromPlain(line);
  return text === undefined ? undefined : text.slice(0, MAX_LENGTH);
}

function fromJson(line: string): string | undefined {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { level, msg, err } = entry as { level?: unknown; msg?: unknown; err?: { message?: unknown } | null };
  const isError = typeof level === 'number' ? level >= PINO_ERROR : level === 'error' || level === 'fatal';
  if (!isError) return undefined;
  const parts = [msg, err?.message].filter((part): part is string => typeof part === 'string' && part !== '');
  return parts.length === 0 ? line : [...new Set(parts)].join(': ');
}

function fromPlain(line: string): string | undefined {
  const nats = /\[(?:ERR|FTL)\] (.*)$/.exec(line);
  if (nats !== null) return nats[1];
  const postgres = /^\S+ \S+ \S+ \[\d+\] (FATAL|PANIC): +(.*)$/.exec(line);
  // Clients that reconnect while the server starts or stops are expected and many.
  if (postgres !== null)
    return /database system is (?:starting up|shutting down|not yet)/.test(line) ? undefined : postgres[2];
  return /^(?:Error|[A-Z]\w*Error|Uncaught|FATAL)\b/.test(line) ? line : undefined;
}
