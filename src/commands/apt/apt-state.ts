import type { Run } from "../command.ts";
import { type Catalog, loadCatalog } from "./catalog.ts";
import { type Distribution, distributionOf } from "./distribution.ts";
import { Installed } from "./installed.ts";
import type { Package } from "./package.ts";
import { partOf, type Source } from "./sources.ts";
import { fetchedSources } from "./update.ts";

/** Names that stand for a package (Provides of Debian's). */
const VIRTUAL: Readonly<Record<string, string>> = {
  dnsutils: "bind9-dnsutils",
  telnet: "inetutils-telnet",
  netcat: "netcat-openbsd",
  ping: "iputils-ping",
  awk: "mawk",
  editor: "nano",
};

/** What apt knows of a system: what is installed, and what its lists offer. */
export class Apt {
  readonly catalog: Catalog;
  readonly installed: Installed;
  readonly distribution: Distribution;
  /** Suites whose lists are there, with the part of the archive each carries. */
  readonly suites: readonly { readonly source: Source; readonly part: string }[];

  private constructor(catalog: Catalog, installed: Installed, distribution: Distribution, suites: Apt["suites"]) {
    this.catalog = catalog;
    this.installed = installed;
    this.distribution = distribution;
    this.suites = suites;
  }

  static async of(run: Run): Promise<Apt> {
    const distribution = distributionOf(run.files);
    const catalog = await loadCatalog(run.process, distribution.codename);
    const suites = fetchedSources(run).flatMap((source) => {
      const part = partOf(run.files, source);
      return part === undefined ? [] : [{ source, part }];
    });
    return new Apt(catalog, new Installed(run.files, catalog), distribution, suites);
  }

  /** Where a package would come from; undefined when no list offers it. */
  sourceOf(one: Package): Source | undefined {
    const of = (part: string) => this.suites.find((suite) => suite.part === part)?.source;
    return of(one.part) ?? (one.part === "docker" ? undefined : of(""));
  }

  /** A package that the lists offer. */
  available(name: string): Package | undefined {
    const one = this.catalog.packages.get(name);
    return one && this.sourceOf(one) ? one : undefined;
  }

  /** A package by the name somebody gave it: `libc6:amd64`, `dnsutils`, `curl/trixie`, `curl=8.14`. */
  named(word: string): {
    readonly package: Package | undefined;
    readonly virtual: boolean;
    readonly version: string | undefined;
  } {
    const [, name = "", version] = /^([^:=/]+)(?::[a-z0-9]+)?(?:=(.*)|\/.*)?$/.exec(word) ?? [];
    const own = this.known(name);
    const provider = VIRTUAL[name];
    const found = own ?? (provider === undefined ? undefined : this.known(provider));
    return { package: found, virtual: !own && found !== undefined, version };
  }

  /** Offered or installed. */
  known(name: string): Package | undefined {
    return this.available(name) ?? (this.installed.has(name) ? this.catalog.packages.get(name) : undefined);
  }

  /** Packages that are offered or installed, by name. */
  all(): Package[] {
    return [...this.catalog.packages.keys()]
      .sort()
      .map((name) => this.known(name))
      .filter((one) => one !== undefined);
  }

  /** The suite's short name, as apt list has it: "stable", "stable-security", "now" when only installed. */
  suiteLabel(one: Package): string {
    const source = this.sourceOf(one);
    if (!source) return "now";
    if (this.distribution.id === "ubuntu") return source.suite;
    const names: Readonly<Record<string, string>> = { trixie: "stable", bookworm: "oldstable", forky: "testing" };
    return source.suite.replace(/^[a-z]+/, (release) =>
      one.part === "docker" ? release : (names[release] ?? release),
    );
  }

  /** Whether apt is version 3, which shows changes in another way. */
  get isThree(): boolean {
    return ["trixie", "forky", "sid", "resolute"].includes(this.distribution.codename);
  }
}
