/** What ends a command with a message as an error, and status 1. */
export class Failure extends Error {}

/** A compose file, or what it asks for, that makes no sense (compose/config/errors.py). */
export class ConfigurationError extends Failure {}

/** What somebody typed makes no sense (compose/cli/errors.py): its lines are brought to the left. */
export class UserError extends Failure {}

export class NoSuchService extends Failure {
  constructor(name: string) {
    super(`No such service: ${name}`);
  }
}

/** Something done to one container or service did not work: the others go on. */
export class OperationFailed extends Failure {}

/** What comes of the failures of several services. */
export class ProjectError extends Failure {}

export class BuildFailed extends Failure {
  constructor(service: string, reason: string) {
    super(`Service '${service}' failed to build${reason === "" ? "" : ` : ${reason}`}`);
  }
}

export class NeedsBuild extends Failure {
  constructor(service: string) {
    super(`Service '${service}' needs to be built, but --no-build was passed.`);
  }
}

/** The daemon's stream of progress ends with an error (compose/progress_stream.py). */
export class StreamFailure extends Failure {}

/** No image has such a name: the daemon's 404, which some commands heed. */
export class NoSuchImage extends Error {}

/** A word that is no command; the commands there are come after it. */
export class NoSuchCommand extends Failure {
  constructor(command: string, commands: string) {
    super(`No such command: ${command}\n\n${commands}`);
  }
}

/** The program ends with a status, and has said what there was to say. */
export class Exit extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`exit status ${status}`);
    this.status = status;
  }
}

/** What Python did not expect: it prints where it was. */
export class PythonException extends Error {
  /** What stands for it in `ERROR: for web  …`. */
  readonly brief: string;

  constructor(traceback: string, brief: string) {
    super(traceback);
    this.brief = brief;
  }
}
