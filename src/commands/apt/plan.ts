import type { Package } from "./package.ts";

/** The packages there are to choose from, and those that are there already. */
interface Choice {
  readonly available: (name: string) => Package | undefined;
  readonly installed: (name: string) => boolean;
  readonly recommends: boolean;
}

/**
 * What must be installed so that `names` work: they, what they depend on and, unless told, what is recommended, in the
 * order in which each comes after what it needs. A dependency with alternatives takes the first that can be had, unless
 * one is there (apt's resolver without conflicts).
 */
export function installationOf(names: readonly string[], choice: Choice): Package[] {
  const chosen = new Set<string>();
  const wanted: Package[] = [];
  const need = (name: string) => {
    if (chosen.has(name) || choice.installed(name)) return;
    const one = choice.available(name);
    if (!one) return;
    chosen.add(name);
    wanted.push(one);
  };
  const satisfied = (group: readonly string[]) => group.some((name) => chosen.has(name) || choice.installed(name));
  const settle = (groups: Package["depends"]) => {
    for (const group of groups) {
      if (satisfied(group)) continue;
      const first = group.find((name) => choice.available(name));
      if (first !== undefined) need(first);
    }
  };
  for (const name of names) need(name);
  // What is needed goes before what would be nice to have: a recommendation may be met by then.
  for (let at = 0, nice = 0; at < wanted.length || nice < wanted.length; ) {
    const one = wanted[at];
    if (one) {
      settle(one.depends);
      at++;
      continue;
    }
    if (choice.recommends) settle(wanted[nice]?.recommends ?? []);
    nice++;
  }
  return ordered(wanted);
}

/** Each after what it depends on. */
function ordered(packages: readonly Package[]): Package[] {
  const byName = new Map(packages.map((one) => [one.name, one]));
  const done = new Set<string>();
  const out: Package[] = [];
  const visit = (one: Package) => {
    if (done.has(one.name)) return;
    done.add(one.name);
    for (const name of one.depends.flat()) {
      const other = byName.get(name);
      if (other) visit(other);
    }
    out.push(one);
  };
  for (const one of packages) visit(one);
  return out;
}

/** `removed` and all that could not do without: nothing that is installed may miss what it depends on. */
export function removalOf(removed: readonly string[], installed: readonly Package[]): Package[] {
  const gone = new Set(removed);
  for (let grew = true; grew; ) {
    grew = false;
    for (const one of installed) {
      if (gone.has(one.name)) continue;
      const broken = one.depends.some(
        (group) =>
          group.some((name) => gone.has(name)) &&
          !group.some((name) => !gone.has(name) && installed.some((other) => other.name === name)),
      );
      if (!broken) continue;
      gone.add(one.name);
      grew = true;
    }
  }
  return installed.filter(({ name }) => gone.has(name));
}

/** Packages that came along with others (`automatic`) and that nothing installed by hand needs any more. */
export function orphansOf(installed: readonly Package[], automatic: ReadonlySet<string>): Package[] {
  const byName = new Map(installed.map((one) => [one.name, one]));
  const needed = new Set<string>();
  const visit = (name: string) => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const other of [...(byName.get(name)?.depends ?? []), ...(byName.get(name)?.recommends ?? [])].flat())
      if (byName.has(other)) visit(other);
  };
  for (const { name } of installed) if (!automatic.has(name)) visit(name);
  return installed.filter(({ name }) => !needed.has(name));
}
