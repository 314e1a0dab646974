import type { Process } from "../../kernel/process.ts";
import { catalogOf } from "./distribution.ts";
import { externallyManaged } from "./externally-managed.ts";
import { type Package, type PackageRow, packageFiles, packageFrom } from "./package.ts";

/** What an archive has, and what of it a fresh system comes with. */
export interface Catalog {
  readonly packages: ReadonlyMap<string, Package>;
  /** What debootstrap installs. */
  readonly base: ReadonlySet<string>;
  /** What the images on `buildpack-deps` were told to install. */
  readonly buildpack: readonly string[];
}

interface CatalogFile {
  readonly base: string;
  readonly buildpack?: string;
  readonly packages: Readonly<Record<string, PackageRow>>;
}

const FILES: Readonly<Record<string, () => Promise<{ readonly default: CatalogFile }>>> = {
  trixie: () => import("../../../content/packages/debian-trixie.json", { with: { type: "json" } }),
  bookworm: () => import("../../../content/packages/debian-bookworm.json", { with: { type: "json" } }),
  forky: () => import("../../../content/packages/debian-forky.json", { with: { type: "json" } }),
};

const loaded = new Map<string, Promise<Catalog>>();

/** The catalog of a Debian or Ubuntu release, loaded when first asked for. @param codename "trixie" */
export function loadCatalog(process: Process, codename: string): Promise<Catalog> {
  const name = catalogOf(codename);
  const known = loaded.get(name);
  if (known) return process.machine.clock.hold(known);
  const loading = read(name);
  loaded.set(name, loading);
  // What could not be fetched is asked for again.
  loading.catch(() => loaded.delete(name));
  return process.machine.clock.hold(loading);
}

async function read(name: string): Promise<Catalog> {
  const [{ default: data }, { default: files }, { default: docker }, { nginxFiles }] = await Promise.all([
    (FILES[name] ?? FILES.trixie ?? missing)(),
    import("../../../content/packages/debian-files.json", { with: { type: "json" } }),
    import("../../../content/packages/docker.json", { with: { type: "json" } }),
    import("./nginx-files.ts"),
  ]);
  const python = Object.keys(data.packages)
    .find((other) => /^python3\.\d+-minimal$/.test(other))
    ?.replace("-minimal", "");
  // The lists of files are those of one release: its Python has another number elsewhere.
  const filesOf = (of: string) => {
    const known: Readonly<Record<string, string>> = files;
    const text = known[python === undefined ? of : of.replace(python, "python3.13")] ?? "";
    return python === undefined ? text : text.replaceAll("python3.13", python).replaceAll("3.13", python.slice(6));
  };
  const packages = new Map(
    Object.entries(data.packages).map(([of, row]) => {
      const own = packageFiles(filesOf(of));
      if (python !== undefined && of === `lib${python}-stdlib`) own.push(externallyManaged(python));
      if (of === "nginx-common") own.push(...nginxFiles(String(row[0])));
      if (of === "nodejs")
        own.push({ path: "/usr/share/doc/nodejs/VERSION", content: `${row[0]}`.split("+")[0] ?? "" });
      return [of, packageFrom(of, row, own)];
    }),
  );
  const dockerFiles: Readonly<Record<string, string>> = docker.files;
  for (const [of, row] of Object.entries(docker.packages)) {
    const version = `${row[0]}~debian.${DEBIAN_NUMBERS[name] ?? "13"}~${name}`;
    packages.set(of, packageFrom(of, [version, ...row.slice(1)], packageFiles(dockerFiles[of] ?? ""), "docker"));
  }
  return { packages, base: new Set(data.base.split(" ")), buildpack: data.buildpack?.split(" ") ?? [] };
}

const DEBIAN_NUMBERS: Readonly<Record<string, string>> = { bookworm: "12", trixie: "13", forky: "14" };

const missing = (): never => {
  throw new Error("no catalog of packages");
};
