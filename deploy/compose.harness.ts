import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const root = join(import.meta.dirname, '..');

/** As much of a composition as the specs look at. */
export type Composition = {
  services: Record<string, Service>;
  networks: Record<string, unknown>;
  volumes: Record<string, unknown>;
};
export type Service = {
  image: string;
  build?: { context: string; dockerfile: string; target: string };
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: string[] | Record<string, { condition: string }>;
  healthcheck?: object;
  networks?: string[] | Record<string, { aliases: string[] } | null>;
  ports?: string[];
  profiles?: string[];
  restart?: string;
  volumes?: string[];
};

/** A variable that must be given is not. */
export class NotGiven extends Error {
  override readonly name = 'NotGiven';
}

export const composeText = readFileSync(join(root, 'docker-compose.yml'), 'utf8');

/** The composition with the variables put in, as Compose does it: in values, not in the file's text. @throws NotGiven */
export function composition(variables: Readonly<Record<string, string>>): Composition {
  return interpolated(parse(composeText, { merge: true }), variables) as Composition;
}

function interpolated(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return interpolate(value, variables);
  if (Array.isArray(value)) return value.map((each: unknown) => interpolated(each, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, interpolated(each, variables)]));
}

/** `${X}`, `${X:-default}` and `${X:?message}`. */
function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, name: string, kind?: string, rest?: string) => {
    const value = variables[name] ?? '';
    if (value !== '') return value;
    if (kind === '?') throw new NotGiven(`${name}: ${rest ?? ''}`);
    return kind === '-' ? (rest ?? '') : '';
  });
}

/** What a file of `NAME=value` lines gives. */
export function readEnv(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => /^\w+=/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

export const exampleEnv = readEnv(readFileSync(join(root, '.env.example'), 'utf8'));

/** The example with every secret filled in. */
export const filledEnv: Record<string, string> = Object.fromEntries(
  Object.entries(exampleEnv).map(([name, value]) => [
    name,
    value === '' ? `8${name.toLowerCase()}-of-more-than-32-characters` : value,
  ]),
);

export const dependencies = ({ depends_on: on = [] }: Service): [string, string][] =>
  Array.isArray(on)
    ? on.map((name) => [name, 'service_started'])
    : Object.entries(on).map(([name, { condition }]) => [name, condition]);
