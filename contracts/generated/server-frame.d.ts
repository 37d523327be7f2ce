// Generated with the module beside it.
import type { Mismatch } from '../src/validators.ts'

export declare const validateServerFrame: ((value: unknown) => boolean) & { errors?: readonly Mismatch[] | null }
