export { beginAnotherEpoch } from './another-epoch.ts';
export { Api } from './api.ts';
export { type Chat, isStored, Page } from './page.ts';
export { Person } from './person.ts';
export { Platform, type PlatformOptions, type ProcessName } from './stack.ts';
export { type Account, accountOf, makeWorkspace, type Workspace } from './workspace.ts';
