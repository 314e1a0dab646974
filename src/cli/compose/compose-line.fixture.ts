import { DockerLine, type Ran, type RunOptions } from "../docker-line.fixture.ts";

/** A host with alpine and one compose file, on which `docker compose` lines are run: for tests. */
export class ComposeLine extends DockerLine {
  constructor(file: string, env: Readonly<Record<string, string>> = {}) {
    super(env, undefined, ["alpine"]);
    this.machine.files.mkdir("/curso", { recursive: true });
    this.write(file);
  }

  /** The file anew. */
  write(file: string): void {
    this.machine.files.writeFile("/curso/compose.yaml", file);
  }

  /** @param line what comes after `docker compose` */
  compose(line: string, options?: RunOptions): Promise<Ran> {
    return this.run(`docker compose -f /curso/compose.yaml ${line}`, options);
  }

  /** The names and states of all containers, oldest first. */
  get containers(): string[] {
    return Object.values(this.engine.state.containers).map(({ name, status }) => `${name} ${status}`);
  }
}
