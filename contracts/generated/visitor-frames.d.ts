// Generated with the module beside it.
import type { Mismatch } from '../src/validators.ts'

export declare const validateVisitorRequest: ((value: unknown) => boolean) & { errors?: readonly Mismatch[] | null }
export declare const validateVisitorServerFrame: ((value: unknown) => boolean) & { errors?: readonly Mismatch[] | null }
