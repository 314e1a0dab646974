import type { Process } from "../../../kernel/process.ts";
import type { Installation } from "../installation.ts";
import { type Distribution, normalised } from "./index.ts";

/** A package that is installed, as its dist-info tells. */
interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  readonly location: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly requires: readonly string[];
}

/** The version of pip itself, where no image says it. */
const PIP_VERSION = "26.2.1";

/** The packages of one Python: folders NAME-VERSION.dist-info with a METADATA, as wheels leave them. */
export class Site {
  readonly #process: Process;
  readonly #installation: Installation;

  constructor(process: Process, installation: Installation) {
    this.#process = process;
    this.#installation = installation;
  }

  /** By normalised name, pip included. */
  list(): InstalledPackage[] {
    const { files } = this.#process;
    const { packages, systemPackages } = this.#installation;
    const found = new Map<string, InstalledPackage>();
    for (const location of [packages, ...(systemPackages === undefined ? [] : [systemPackages])]) {
      for (const folder of files.exists(location) ? files.readdir(location) : []) {
        const path = `${location}/${folder}/METADATA`;
        if (!folder.endsWith(".dist-info") || !files.exists(path)) continue;
        const text = files.readFile(path);
        const fields = new Map(
          text.split("\n").map((line): [string, string] => {
            const cut = line.indexOf(": ");
            return [line.slice(0, cut), line.slice(cut + 2)];
          }),
        );
        const name = fields.get("Name") ?? "";
        found.set(normalised(name), {
          ...{ name, version: fields.get("Version") ?? "", folder, location, fields },
          requires: [...text.matchAll(/^Requires-Dist: (.*)$/gm)].map(([, requirement = ""]) => requirement),
        });
      }
    }
    if (!found.has("pip"))
      found.set("pip", {
        ...{ name: "pip", version: this.pipVersion(), folder: "", location: this.pipFolder().replace(/\/pip$/, "") },
        ...{
          fields: new Map([["Summary", "The PyPA recommended tool for installing Python packages."]]),
          requires: [],
        },
      });
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  }

  get(name: string): InstalledPackage | undefined {
    return this.list().find((one) => normalised(one.name) === normalised(name));
  }

  pipVersion(): string {
    const { systemPackages, series } = this.#installation;
    if (systemPackages !== undefined) return series === "3.11" ? "23.0.1" : series === "3.13" ? "25.1.1" : "26.0.1";
    return this.#process.env.PYTHON_PIP_VERSION ?? PIP_VERSION;
  }

  pipFolder(): string {
    const { systemPackages, packages } = this.#installation;
    return `${systemPackages ?? packages}/pip`;
  }

  /** Puts a package in its place, with its commands. @throws FileError */
  install(one: Distribution): void {
    const { files } = this.#process;
    const { packages, scripts, executable } = this.#installation;
    const folder = `${packages}/${one.name.replace(/[-.]+/g, "_").toLowerCase()}-${one.version}.dist-info`;
    const module = one.scripts?.[0]?.match(/=(\w+)/)?.[1] ?? normalised(one.name).replaceAll("-", "_");
    files.mkdir(folder, { recursive: true });
    files.mkdir(`${packages}/${module}`, { recursive: true });
    files.writeFile(`${packages}/${module}/__init__.py`, "", { size: Math.max(0, one.unpacked - one.metadata) });
    const commands = (one.scripts ?? []).map((script) => /^([^=@]+)([=@])(.*)$/.exec(script));
    for (const match of commands) {
      const [, name = "", kind, target = ""] = match ?? [];
      const path = `${scripts}/${name}`;
      files.mkdir(scripts, { recursive: true });
      if (files.exists(path)) files.remove(path);
      if (kind === "@") files.writeFile(path, "", { mode: 0o755, program: target, size: 220 });
      else files.writeFile(path, scriptText(executable, target), { mode: 0o755 });
    }
    const fields = [
      "Metadata-Version: 2.4",
      `Name: ${one.name}`,
      `Version: ${one.version}`,
      `Summary: ${one.summary}`,
      ...(one.home === undefined ? [] : [`Home-page: ${one.home}`]),
      ...(one.author === undefined
        ? []
        : [one.author.includes("@") ? `Author-email: ${one.author}` : `Author: ${one.author}`]),
      ...(one.license === undefined ? [] : [`License-Expression: ${one.license}`]),
      ...(one.requires ?? []).map((requirement) => `Requires-Dist: ${requirement}`),
    ];
    files.writeFile(`${folder}/METADATA`, `${fields.join("\n")}\n`);
    const record = [`${module}/__init__.py`, ...commands.map((match) => `${scripts}/${match?.[1] ?? ""}`)];
    files.writeFile(`${folder}/RECORD`, record.map((path) => `${path},,\n`).join(""));
    files.writeFile(`${folder}/INSTALLER`, "pip\n");
  }

  /** Takes away what RECORD names. @throws FileError */
  uninstall(one: InstalledPackage): void {
    const { files } = this.#process;
    const record = `${one.location}/${one.folder}/RECORD`;
    for (const line of files.exists(record) ? files.readFile(record).split("\n") : []) {
      const name = line.split(",")[0] ?? "";
      const path = name.startsWith("/") ? name : `${one.location}/${name}`;
      if (name === "" || !files.exists(path)) continue;
      files.remove(path);
      const folder = path.slice(0, path.lastIndexOf("/"));
      if (!name.startsWith("/") && files.readdir(folder).length === 0) files.rmdir(folder);
    }
    files.remove(`${one.location}/${one.folder}`);
  }
}

/** A command that pip makes for a package's entry point. */
const scriptText = (python: string, target: string) => {
  const [module = "", name = ""] = target.split(":");
  return `#!${python}\nimport sys\nfrom ${module} import ${name}\nif __name__ == '__main__':\n    sys.argv[0] = sys.argv[0].removesuffix('.exe')\n    sys.exit(${name}())\n`;
};
