/** What a canned reply can have filled in, between double braces. */
export const VARIABLES = ['visitor.name', 'visitor.firstName', 'agent.name', 'workspace.name'] as const;
export type Variable = (typeof VARIABLES)[number];

/** What the variables stand for; absent: not known. */
export interface Known {
  readonly visitorName: string | undefined;
  readonly agentName: string | undefined;
  readonly workspaceName: string | undefined;
}

/** What stands where a value is not known. */
export type Blanks = Readonly<Record<keyof Known, string>>;

/** Whatever stands in double braces. */
const BRACES = /\{\{\s*([^{}]*?)\s*\}\}/gu;
const SOURCES: Readonly<Record<Variable, keyof Known>> = {
  'visitor.name': 'visitorName',
  'visitor.firstName': 'visitorName',
  'agent.name': 'agentName',
  'workspace.name': 'workspaceName',
};

export const braced = (variable: Variable): string => `{{${variable}}}`;

/** Puts values into a canned reply. What is not known becomes a blank that is seen and can be typed over; braces that name nothing stay. */
export const fillIn = (template: string, known: Known, blanks: Blanks): string =>
  template.replace(BRACES, (whole, name: string) => {
    if (!isVariable(name)) return whole;
    const value = known[SOURCES[name]]?.trim() ?? '';
    if (value === '') return blanks[SOURCES[name]];
    return name === 'visitor.firstName' ? (value.split(/\s+/u)[0] ?? value) : value;
  });

/** What stands in braces and names nothing, each once. */
export const unknownIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(BRACES)].filter(([, name]) => !isVariable(name ?? '')).map(([whole]) => whole)),
];

/** What a text still holds that wants to be filled in, and where the first is. */
export function blanksIn(text: string, blanks: Blanks): { readonly names: readonly string[]; readonly first: number } {
  const names = [...Object.values(blanks).filter((blank) => text.includes(blank)), ...unknownIn(text)].sort(
    (a, b) => text.indexOf(a) - text.indexOf(b),
  );
  return { names, first: text.indexOf(names[0] ?? '') };
}

const isVariable = (name: string): name is Variable => Object.hasOwn(SOURCES, name);
