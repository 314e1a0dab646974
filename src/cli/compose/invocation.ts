import { ComposeError } from "../../compose/compose-error.ts";
import { type LoadOptions, loadProject } from "../../compose/file/load-project.ts";
import { dryRunOperations, engineOperations } from "../../compose/operations.ts";
import { type OutlinedProject, projectFromEngine } from "../../compose/outlined-project.ts";
import type { ProgressEvent, ProgressListener } from "../../compose/progress.ts";
import type { ComposeProject } from "../../compose/project.ts";
import { withoutUnused } from "../../compose/select-services.ts";
import type { ComposeSession } from "../../compose/session.ts";
import { readAll } from "../../kernel/stream.ts";
import { type CommandContext, CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";
import { warningLine } from "./logrus.ts";
import { DRY_RUN_PREFIX, TerminalProgress } from "./terminal-progress.ts";

/** What Compose does before it asks the engine, ms: a plugin is a program of its own (recording 13). */
const PLUGIN_MS = 210;
/** How often a terminal is drawn, ms. */
const TICK_MS = 100;

type ProgressMode = "tty" | "plain" | "quiet" | "json";

/** One `docker compose` command: its flags, its project, what it tells while it works. */
export class ComposeInvocation {
  readonly context: CommandContext;
  /** Nothing is told of what is done, as `run --quiet` wants it. */
  silent = false;
  /** What the hidden `build --progress` asks for; "" asks for nothing. */
  askedProgress = "";
  readonly #flags: Flags | undefined;
  readonly #began: number;
  /** What is written goes out in order. */
  #last: Promise<void> = Promise.resolve();

  private constructor(context: CommandContext) {
    this.context = context;
    this.#flags = context.groupFlags.get("compose");
    this.#began = context.now;
  }

  /**
   * Does a command's work. A project that cannot be read, and what the engine refuses, is told in Compose's words.
   * @throws CommandError
   */
  static async run(context: CommandContext, work: (compose: ComposeInvocation) => Promise<number>): Promise<number> {
    const compose = new ComposeInvocation(context);
    await context.process.sleep(PLUGIN_MS);
    try {
      compose.progressMode;
      return await work(compose);
    } catch (error) {
      if (error instanceof ComposeError) throw new CommandError(error.message, error.status);
      throw error;
    } finally {
      await compose.#last;
    }
  }

  get dryRun(): boolean {
    return (this.#flags?.bool("dry-run") ?? false) || this.context.flags.bool("dry-run");
  }

  /** Whether standard output takes colours. */
  get colors(): boolean {
    const ansi = this.#ansi;
    if (this.context.process.env.NO_COLOR) return false;
    return ansi === "always" || (ansi !== "never" && this.context.process.stdout.isTTY);
  }

  get #ansi(): string {
    const flags = this.#flags;
    return (
      (flags?.changed("ansi") ? undefined : this.context.process.env.COMPOSE_ANSI) ?? flags?.string("ansi") ?? "auto"
    );
  }

  /** @throws CommandError for flags that contradict each other */
  get progressMode(): ProgressMode {
    const ansi = this.#ansi;
    const asked =
      this.askedProgress || this.#flags?.string("progress") || this.context.process.env.COMPOSE_PROGRESS || "auto";
    switch (asked) {
      case "auto":
        if (ansi === "never") return "plain";
        return ansi === "always" || this.context.process.stderr.isTTY ? "tty" : "plain";
      case "tty":
        if (ansi === "never") throw new CommandError("can't use --progress tty while ANSI support is disabled");
        return "tty";
      case "plain":
        if (ansi === "always") throw new CommandError("can't use --progress plain while ANSI support is forced");
        return "plain";
      case "quiet":
      case "none":
        return "quiet";
      case "json":
        return "json";
      default:
        throw new CommandError(`unsupported --progress value ${JSON.stringify(asked)}`);
    }
  }

  /** `-f -` reads the project from standard input. @throws ComposeError */
  async project(more: Pick<LoadOptions, "services" | "keep"> = {}): Promise<ComposeProject> {
    const { process } = this.context;
    const flags = this.#flags;
    const list = (name: string) => flags?.list(name) ?? [];
    const text = (name: string) => flags?.string(name) || undefined;
    const configFiles = list("file");
    const projectName = text("project-name");
    const projectDirectory = text("project-directory") ?? text("workdir");
    const project = loadProject({
      files: process.files,
      cwd: process.cwd,
      env: process.env,
      configFiles,
      ...(configFiles.includes("-") ? { stdin: await readAll(process.stdin) } : {}),
      ...(projectName === undefined ? {} : { projectName }),
      ...(projectDirectory === undefined ? {} : { projectDirectory }),
      envFiles: list("env-file"),
      profiles: list("profile"),
      warn: this.warn,
      ...more,
    });
    await this.#last;
    return flags?.bool("all-resources") ? project : withoutUnused(project);
  }

  /** The project, or only its name where `-p` gives one and there is no file to read. @throws ComposeError */
  async projectOrName(): Promise<{ readonly name: string; readonly project: ComposeProject | undefined }> {
    const name = this.#flags?.string("project-name") ?? "";
    if (name !== "" && (this.#flags?.list("file").length ?? 0) === 0) return { name, project: undefined };
    try {
      const project = await this.project();
      return { name: project.name, project };
    } catch (error) {
      const fromEnv = this.context.process.env.COMPOSE_PROJECT_NAME;
      if (error instanceof ComposeError && fromEnv) return { name: fromEnv, project: undefined };
      throw error;
    }
  }

  /** The project from its files, or from what the engine knows of it. @throws ComposeError */
  async outline(): Promise<OutlinedProject> {
    const { name, project } = await this.projectOrName();
    return project ?? projectFromEngine({ engine: this.context.engine }, name);
  }

  /** Writes a warning to standard error. */
  readonly warn = (message: string): void => {
    const { process, now } = this.context;
    const tty = process.stderr.isTTY && this.#ansi !== "never";
    this.write(warningLine(message, { tty, now, since: now - this.#began }));
  };

  /** Writes to standard error after all that was written before. */
  write(text: string): void {
    this.#last = this.#last.then(() => this.context.err(text));
    this.#last.catch(() => {});
  }

  /** What is written is out. */
  get written(): Promise<void> {
    return this.#last;
  }

  /** @param report told of every step; nobody unless given */
  session(report: ProgressListener = () => {}): ComposeSession {
    const { engine, process } = this.context;
    const operations = this.dryRun ? dryRunOperations() : engineOperations(engine);
    return { engine, operations, report, warn: this.warn, signal: process.signal, pretended: [] };
  }

  /** Does something and shows how far it is. @param title "Running", "Stopping" */
  async progress<T>(title: string, work: (session: ComposeSession) => Promise<T>): Promise<T> {
    const mode = this.silent ? "quiet" : this.progressMode;
    if (mode === "quiet") return work(this.session());
    if (mode !== "tty") return work(this.session((event) => this.write(this.#line(event, mode))));
    const { process } = this.context;
    const { clock } = process.machine;
    const display = new TerminalProgress(title, this.dryRun);
    // How large a terminal is it asks standard output; what is none is -1 wide.
    const { columns, rows } = (process.stdout.isTTY ? process.tty : undefined) ?? { columns: -1, rows: -1 };
    const draw = () => {
      const text = display.frame(clock.now(), columns, rows);
      if (text !== "") this.write(text);
    };
    let cancel = () => {};
    const tick = () => {
      if (process.signal.aborted) return;
      draw();
      cancel = clock.after(TICK_MS, tick);
    };
    cancel = clock.after(TICK_MS, tick);
    try {
      return await work(this.session((event) => display.add(event, clock.now())));
    } finally {
      cancel();
      draw();
      await this.#last;
    }
  }

  /** One event where there is no terminal (docker/compose, pkg/progress/plain.go, json.go). */
  #line({ id, parent, text = "", statusText, current, total, percent }: ProgressEvent, mode: ProgressMode) {
    const dryRun = this.dryRun ? DRY_RUN_PREFIX : "";
    if (mode === "plain") return `${dryRun} ${id} ${text} ${statusText}\n`;
    const fields = {
      "dry-run": this.dryRun || undefined,
      tail: false || undefined,
      id,
      parent_id: parent || undefined,
      text: text || undefined,
      status: statusText || undefined,
      current: current || undefined,
      total: total || undefined,
      percent: percent || undefined,
    };
    return `${JSON.stringify(fields)}\n`;
  }
}
