import { Workspace1700000000001 } from './1700000000001-workspace.ts'

export const migrations = [Workspace1700000000001]
