// Generated with the module beside it.
import type { Mismatch } from '../src/validators.ts'

export declare const validateCommandRequest: ((value: unknown) => boolean) & { errors?: readonly Mismatch[] | null }
export declare const validateSessionCommand: ((value: unknown) => boolean) & { errors?: readonly Mismatch[] | null }
export declare const validateDeskCommand: ((value: unknown) => boolean) & { errors?: readonly Mismatch[] | null }
export declare const validateWorkspaceCommand: ((value: unknown) => boolean) & { errors?: readonly Mismatch[] | null }
