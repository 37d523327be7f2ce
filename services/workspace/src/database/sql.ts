/** Runs one statement within the transaction it was handed out for and returns its rows. */
export type Sql = <Row extends object = Record<string, unknown>>(
  text: string,
  values?: readonly unknown[],
) => Promise<Row[]>;
