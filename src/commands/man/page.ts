/** A manual page, as content/man holds it. */
export interface ManPage {
  readonly section: number;
  /** What it does, in a few words: what `whatis` says. */
  readonly summary: string;
  readonly synopsis: readonly string[];
  readonly description?: string;
  /** An option, and what it does. */
  readonly options?: readonly (readonly string[])[];
  /** A command line, and what it does. */
  readonly examples?: readonly (readonly string[])[];
  readonly seeAlso?: readonly string[];
  /** Text that is shown as it is, under a heading of its own: the options of Docker's commands. */
  readonly verbatim?: string;
}

export type ManPages = Readonly<Record<string, ManPage>>;
