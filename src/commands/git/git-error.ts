/** Ends git with a message: `fatal: …` and status 128 unless told otherwise. */
export class GitError extends Error {
  readonly status: number;
  /** What stands before the message; "" for one that is whole already. */
  readonly label: string;

  constructor(message: string, { status = 128, label = "fatal: " }: { status?: number; label?: string } = {}) {
    super(message);
    this.name = "GitError";
    this.status = status;
    this.label = label;
  }
}

/** A command line that parse-options refuses: git tells what is wrong and how the command is used, and ends with 129. */
export class GitUsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "GitUsageError";
  }
}
