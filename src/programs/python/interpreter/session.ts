import { languageOf } from "../../../cli/not-simulated.ts";
import { FileError, resolvePath } from "../../../kernel/filesystem.ts";
import type { Process } from "../../../kernel/process.ts";
import type { DockerCloudAccess } from "../docker-cloud-script.ts";
import type { Installation } from "../installation.ts";
import { normalised } from "../pip/index.ts";
import { Site } from "../pip/site.ts";
import { type Frame, OutsideSubset, PythonError, PythonSyntaxError } from "./errors.ts";
import { type FindModule, Interpreter } from "./interpreter.ts";
import { libraryModule } from "./library.ts";
import { parsePython } from "./parse.ts";
import { Module } from "./values.ts";

/** A program of one Python: finds its modules, runs texts, tells errors. */
export class PythonSession {
  readonly interpreter: Interpreter;
  readonly python2: boolean;
  readonly #process: Process;
  readonly #installation: Installation;
  readonly #folder: string;
  #printFunction = false;

  /** @param argv `sys.argv` @param folder where modules of the program's own are */
  constructor(
    process: Process,
    installation: Installation,
    access: DockerCloudAccess,
    argv: readonly string[],
    folder: string,
  ) {
    this.#process = process;
    this.#installation = installation;
    this.#folder = folder;
    this.python2 = installation.series.startsWith("2.");
    this.interpreter = new Interpreter({
      ...{ process, argv, python2: this.python2, version: installation.version },
      findModule: this.#finder(access),
    });
    process.onSignal("SIGINT", () => this.interpreter.interrupt());
  }

  /**
   * Runs a text; what goes wrong is told on standard error.
   * @param file "get-regions.py", "<stdin>", "<string>"
   * @param shows prints the values of expressions, as the prompt does
   * @returns the exit status, when it ends the interpreter
   */
  async run(text: string, file: string, shows = false): Promise<{ readonly status: number; readonly ends: boolean }> {
    const { stderr } = this.#process;
    const source = file.startsWith("<") ? undefined : text.split("\n");
    const frame: Frame = { file, name: "<module>", line: 1, source };
    try {
      const statements = parsePython(text, { python2: this.python2, printFunction: this.#printFunction });
      if (/from __future__ import .*\bprint_function\b/.test(text)) this.#printFunction = true;
      await this.interpreter.run(statements, frame, shows);
      await this.interpreter.flushLine();
      return { status: 0, ends: false };
    } catch (error) {
      await this.interpreter.flushLine();
      if (error instanceof PythonSyntaxError) await stderr.write(error.report(file, text));
      else if (error instanceof OutsideSubset) await stderr.write(error.report(languageOf(this.#process.env) === "es"));
      else if (!(error instanceof PythonError)) throw error;
      else if (error.kind === "SystemExit") {
        if (error.message !== "") await stderr.write(`${error.message}\n`);
        return { status: error.status ?? 1, ends: true };
      } else await stderr.write(error.traceback());
      return { status: error instanceof PythonError && error.kind === "KeyboardInterrupt" ? 130 : 1, ends: false };
    }
  }

  /** Whether more lines are needed before a text can be run (codeop): a block ends with an empty line. */
  needsMore(text: string): boolean {
    try {
      parsePython(text, { python2: this.python2, printFunction: this.#printFunction });
    } catch (error) {
      if (error instanceof PythonSyntaxError) return error.incomplete && !/\n\s*\n$/.test(text);
      if (!(error instanceof OutsideSubset)) throw error;
    }
    return /^\s*(if|for|while|def|try|class|with|@)\b/.test(text) && text.includes(":") && !/\n[ \t]*\n$/.test(text);
  }

  #finder(access: DockerCloudAccess): FindModule {
    return async (interpreter, path) => {
      const own = await this.#ownModule(path);
      if (own) return own;
      const library = libraryModule(interpreter, path);
      if (library) return library;
      const site = new Site(this.#process, this.#installation);
      const [first = ""] = path.split(".");
      if (first === "dockercloud" && site.get("python-dockercloud")) {
        if (path !== first) throw new OutsideSubset(`import ${path}`);
        const { dockercloudModule } = await this.#process.machine.clock.hold(import("./dockercloud-module.ts"));
        await access.cloud.ready();
        return dockercloudModule(interpreter, access, `${this.#installation.packages}/dockercloud/__init__.pyc`);
      }
      // What pip installed is there, and cannot be run here.
      const folder = `${this.#installation.packages}/${first}`;
      if (this.#process.files.exists(folder) || site.get(normalised(first))) throw new OutsideSubset(`import ${path}`);
      return undefined;
    };
  }

  /** A file of the program's own folder. @throws PythonError, PythonSyntaxError, OutsideSubset */
  async #ownModule(path: string): Promise<Module | undefined> {
    const file = resolvePath(this.#folder, `${path.replaceAll(".", "/")}.py`);
    let text: string;
    try {
      text = this.#process.files.readFile(file);
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
    const globals = new Map(this.interpreter.globals);
    globals.clear();
    globals.set("__name__", path);
    const frame: Frame = { file, name: "<module>", line: 1, source: text.split("\n") };
    const scope = { locals: globals, globals, declared: new Set<string>(), frame };
    await this.interpreter.executor.runModule(parsePython(text, { python2: this.python2 }), scope, false);
    return new Module(path, globals, file);
  }
}
