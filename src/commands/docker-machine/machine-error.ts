/** What ends docker-machine with a message, in its words. */
export class MachineError extends Error {
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.name = "MachineError";
    this.status = status;
  }
}
