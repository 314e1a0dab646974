import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FileTree } from "../../../kernel/file-tree.ts";
import { MountedFileSystem } from "../../../kernel/mounted-filesystem.ts";
import { VirtualClock } from "../../../kernel/virtual-clock.ts";
import { Failure } from "../failures.ts";
import { loadSchemas } from "./schemas.ts";
import { serializeConfig } from "./serialize.ts";
import { type ReadOptions, readSources } from "./sources.ts";

const FOLDER = "/root/curso";
const schemas = await loadSchemas(new VirtualClock(0));

interface Recorded {
  /** Files that stand beside all of them. */
  readonly files: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly name: string;
    readonly files: Readonly<Record<string, string>>;
    readonly output: string;
    readonly errors: string;
    readonly status: number;
  }[];
}

/** What Debian's docker-compose 1.29.2 said to each of these files. */
const recorded: Recorded = JSON.parse(readFileSync(join(import.meta.dirname, "recorded-configs.json"), "utf8"));

type Changes = Partial<ReadOptions["options"]> & { readonly env?: Readonly<Record<string, string>> };

/** What `docker-compose config` prints in a folder with these files. */
async function configOf(given: Readonly<Record<string, string>>, { env = {}, ...options }: Changes = {}) {
  const files = new MountedFileSystem(new FileTree([], { now: () => 0 }));
  for (const [name, text] of Object.entries(given)) {
    const path = `${FOLDER}/${name}`;
    files.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    files.writeFile(path, text);
  }
  let errors = "";
  const warn = (text: string) => {
    errors += `${text}\n`;
  };
  const nothing = { files: [], name: undefined, directory: undefined, envFile: undefined, profiles: [] };
  try {
    const sources = await readSources({
      source: { files, cwd: FOLDER, env: { HOME: "/root", ...env }, warn },
      schemas,
      options: { ...nothing, ...options },
      silent: false,
      interpolate: true,
      checkPaths: true,
      stdin: async () => "services: {web: {image: from-stdin}}\n",
    });
    return { ...sources, output: `${serializeConfig(sources.config, {}, true)}\n`, errors, status: 0 };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { output: "", errors: `${errors}${error.message}\n`, status: 1 };
  }
}

describe("what the real program printed", () => {
  test.each(recorded.cases)("$name", async ({ files, output, errors, status }) => {
    const found = await configOf({ ...recorded.files, ...files });
    expect({ output: found.output, errors: found.errors, status: found.status }).toEqual({ output, errors, status });
  });
});

const WEB = { "docker-compose.yml": "services: {web: {image: nginx}}\n" };

describe("where files are found", () => {
  test("the folder names the project, without what a name may not have", async () => {
    expect(await configOf(WEB)).toMatchObject({ projectName: "curso", workingDir: FOLDER });
    expect(await configOf(WEB, { name: "Mi Proyecto-1" })).toMatchObject({ projectName: "miproyecto-1" });
    expect(await configOf(WEB, { env: { COMPOSE_PROJECT_NAME: "otro" } })).toMatchObject({ projectName: "otro" });
  });

  test("-f names files, whose folder is the project's", async () => {
    const found = await configOf({ "otra/a.yml": WEB["docker-compose.yml"] }, { files: ["otra/a.yml"] });
    expect(found).toMatchObject({ workingDir: `${FOLDER}/otra`, fileNames: ["otra/a.yml"], projectName: "otra" });
  });

  test("COMPOSE_FILE names several", async () => {
    const files = { "a.yml": WEB["docker-compose.yml"], "b.yml": "services: {web: {command: x}}\n" };
    const { output } = await configOf(files, { env: { COMPOSE_FILE: "a.yml:b.yml" } });
    expect(output).toContain("    command: x\n    image: nginx\n");
  });

  test("a dash is standard input", async () => {
    const found = await configOf({}, { files: ["-"] });
    expect(found).toMatchObject({ fileNames: undefined, workingDir: FOLDER });
    expect(found.output).toContain("image: from-stdin");
  });

  test("a file that is not there is Python's error", async () => {
    const { errors } = await configOf(WEB, { files: ["no.yml"] });
    expect(errors).toBe(".FileNotFoundError: [Errno 2] No such file or directory: './no.yml'\n");
  });

  test("of several usual names the first is used, and of that it is told", async () => {
    const { errors } = await configOf({ ...WEB, "compose.yaml": "services: {other: {image: x}}\n" });
    expect(errors).toBe(
      "Found multiple config files with supported names: docker-compose.yml, compose.yaml\nUsing docker-compose.yml\n\n",
    );
  });
});
