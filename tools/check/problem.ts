/** Something that a check holds against the repository: where, and what. */
export type Problem = { path: string; text: string };

/** A check that reads files below `root`; an empty list is a pass. */
export type FileCheck = (root: string) => Promise<Problem[]>;
