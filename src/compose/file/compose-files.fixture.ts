import { FileTree } from "../../kernel/file-tree.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";
import type { ComposeProject } from "../project.ts";
import { withoutUnused } from "../select-services.ts";
import { type LoadOptions, loadProject } from "./load-project.ts";
import { printedProject } from "./printed-project.ts";
import { goYaml } from "./yaml/go-yaml.ts";

/** A folder /root/curso with these files: for tests. A name that starts with `/` stands elsewhere. */
export class ComposeFiles {
  readonly warnings: string[] = [];
  readonly #files = new MountedFileSystem(new FileTree([], { now: () => 0 }));

  constructor(files: Readonly<Record<string, string>>) {
    this.#files.mkdir("/root/curso", { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      const path = name.startsWith("/") ? name : `/root/curso/${name}`;
      this.#files.mkdir(path.slice(0, path.lastIndexOf("/")) || "/", { recursive: true });
      this.#files.writeFile(path, text);
    }
  }

  load(options: Partial<LoadOptions> = {}): ComposeProject {
    return loadProject({
      files: this.#files,
      cwd: "/root/curso",
      env: { HOME: "/root" },
      warn: (message) => this.warnings.push(message),
      ...options,
    });
  }

  /** What `docker compose config` prints. */
  config(options: Partial<LoadOptions> = {}): string {
    return goYaml(printedProject(withoutUnused(this.load(options))));
  }

  /** The message of the error that loading throws. */
  error(options: Partial<LoadOptions> = {}): string {
    try {
      this.load(options);
    } catch (error) {
      if (error instanceof Error) return error.message;
    }
    return "no error";
  }
}

/** A project of one file. */
export const compose = (text: string): ComposeFiles => new ComposeFiles({ "compose.yaml": text });
