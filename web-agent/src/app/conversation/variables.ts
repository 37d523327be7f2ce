/** What the variables of a canned reply stand for; absent: not known. */
export interface Known {
  readonly visitorName: string | undefined;
  readonly agentName: string | undefined;
  readonly workspaceName: string | undefined;
}

/** What stands where a value is not known. */
export interface Blanks {
  readonly visitorName: string;
  readonly agentName: string;
  readonly workspaceName: string;
  readonly unknown: (name: string) => string;
}

export interface Filled {
  readonly text: string;
  /** What is left to be filled in, as it stands in the text. */
  readonly blanks: readonly string[];
}

const VARIABLE = /\{\{\s*([\w.]{1,60})\s*\}\}/gu;

/** Puts values into a canned reply. What is not known, or no variable at all, becomes a blank that is seen and can be typed over. */
export function fillIn(template: string, known: Known, blanks: Blanks): Filled {
  const left: string[] = [];
  const text = template.replace(VARIABLE, (_, name: string) => {
    const value = valueOf(name, known);
    if (value !== undefined && value !== '') return value;
    const blank = blankOf(name, blanks);
    left.push(blank);
    return blank;
  });
  return { text, blanks: left };
}

function valueOf(name: string, { visitorName, agentName, workspaceName }: Known): string | undefined {
  switch (name) {
    case 'visitor':
    case 'visitor.name':
      return visitorName;
    case 'visitor.firstName':
      return visitorName?.trim().split(/\s+/u)[0];
    case 'agent.name':
      return agentName;
    case 'agent.firstName':
      return agentName?.trim().split(/\s+/u)[0];
    case 'workspace.name':
      return workspaceName;
    default:
      return undefined;
  }
}

function blankOf(name: string, blanks: Blanks): string {
  if (name === 'visitor' || name.startsWith('visitor.')) return blanks.visitorName;
  if (name.startsWith('agent.')) return blanks.agentName;
  return name === 'workspace.name' ? blanks.workspaceName : blanks.unknown(name);
}

/** Which of these blanks a text still holds, and where the first is. */
export function blanksIn(text: string, blanks: Blanks): { readonly names: readonly string[]; readonly first: number } {
  const names = [blanks.visitorName, blanks.agentName, blanks.workspaceName].filter((blank) => text.includes(blank));
  return { names, first: Math.min(...names.map((blank) => text.indexOf(blank))) };
}
