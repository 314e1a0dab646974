/** A package of an archive. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** Bytes of its .deb. */
  readonly size: number;
  /** What it takes on a disk, kB. */
  readonly installedSize: number;
  readonly section: string;
  /** What it needs; of each, the first is taken unless another is there. */
  readonly depends: readonly (readonly string[])[];
  readonly recommends: readonly (readonly string[])[];
  readonly suggests: readonly string[];
  readonly description: string;
  /** Which part of Debian's archive has it: "" the release, "security", "updates"; or "docker". */
  readonly part: string;
  readonly architecture: "amd64" | "all";
  /** Whether several architectures of it may be there at once: dpkg then names it with its own ("libc6:amd64"). */
  readonly coinstallable: boolean;
  /** What it puts in the tree, besides documentation and data. */
  readonly files: readonly PackageFile[];
}

export interface PackageFile {
  readonly path: string;
  /** Bytes of a binary. */
  readonly size?: number;
  /** Which program a binary stands for. */
  readonly program?: string;
  /** Where a link points. */
  readonly target?: string;
  /** A text. */
  readonly content?: string;
}

/** A package as the catalog's files write it: version, size, installed kB, section, depends, recommends, suggests, description, part, architecture. */
export type PackageRow = readonly (string | number)[];

const groups = (text: string) =>
  text
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => word.split("|"));

/** @param part the archive's part, for rows that do not say */
export function packageFrom(name: string, row: PackageRow, files: readonly PackageFile[], part = ""): Package {
  const text = (at: number) => String(row[at] ?? "");
  const kind = text(9);
  return {
    name,
    version: text(0),
    size: Number(row[1] ?? 0),
    installedSize: Number(row[2] ?? 0),
    section: text(3),
    depends: groups(text(4)),
    recommends: groups(text(5)),
    suggests: text(6) === "" ? [] : text(6).split(", "),
    description: text(7),
    part: text(8) || part,
    architecture: kind === "all" ? "all" : "amd64",
    coinstallable: kind === "same",
    files,
  };
}

/** The name as dpkg's messages have it. */
export const fullName = ({ name, architecture, coinstallable }: Package): string =>
  coinstallable ? `${name}:${architecture}` : name;

/** The names a binary may have under which the lab knows its program. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "vim.basic": "vi",
  "vim.tiny": "vi",
  "nc.openbsd": "nc",
  "nc.traditional": "nc",
  "inetutils-telnet": "telnet",
  "traceroute.db": "traceroute",
  mawk: "awk",
};

/** Commands that are scripts of a program that the lab knows by their text. */
const SCRIPTS: Readonly<Record<string, string>> = {
  pip: "#!/usr/bin/python3\nimport sys\nfrom pip._internal.cli.main import main\nif __name__ == '__main__':\n    sys.exit(main())\n",
  virtualenv:
    "#!/usr/bin/python3\nimport sys\nfrom virtualenv.__main__ import run_with_catch\nif __name__ == '__main__':\n    sys.exit(run_with_catch())\n",
};

/** Files as the catalog writes them: `/path:size`, `/path:size=program`, `/path>target`, a blank between two. */
export function packageFiles(text: string): PackageFile[] {
  return text
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => {
      const link = /^(.*)>(.*)$/.exec(word);
      if (link) return { path: link[1] ?? "", target: link[2] ?? "" };
      const [, path = "", size = "0", program] = /^(.*?):(\d+)(?:=(.*))?$/.exec(word) ?? [];
      const name = path.replace(/.*\//, "");
      const script = SCRIPTS[name.replace(/^pip3$/, "pip")];
      if (script !== undefined) return { path, content: script };
      return {
        path,
        size: Number(size),
        program: program ?? PROGRAMS[name] ?? (/^python3\.\d+$/.test(name) ? "python3" : name),
      };
    });
}
