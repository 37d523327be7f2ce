/** As `SetPassword` of the contracts has it, in code points. */
export const PASSWORD_LENGTH = 10;

/** How many characters are missing. */
export const missingOf = (password: string): number => Math.max(0, PASSWORD_LENGTH - Array.from(password).length);
