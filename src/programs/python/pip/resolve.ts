import { type Distribution, type Index, normalised } from "./index.ts";
import { isSatisfied, keyOf, parseRequirement, type Requirement } from "./requirement.ts";

/** A requirement with where it comes from: what its line says in brackets. */
export interface Wanted {
  readonly requirement: Requirement;
  /** "flask", "pydantic>=2.9.0->fastapi", "-r requirements.txt (line 1)"; undefined when it was typed. */
  readonly from: string | undefined;
}

/** Nothing that there is satisfies a requirement. */
export class NoVersion extends Error {
  readonly wanted: Wanted;
  readonly versions: readonly string[];

  constructor(wanted: Wanted, versions: readonly string[]) {
    super(`no version of ${wanted.requirement.name}`);
    this.name = "NoVersion";
    this.wanted = wanted;
    this.versions = versions;
  }
}

/** What was asked for twice in ways that exclude each other. */
export class Conflict extends Error {
  readonly wanted: readonly Wanted[];

  constructor(wanted: readonly Wanted[]) {
    super("conflicting requirements");
    this.name = "Conflict";
    this.wanted = wanted;
  }
}

export interface Found {
  readonly wanted: Wanted;
  /** The version that is there already and will do. */
  readonly present: string | undefined;
  readonly distribution: Distribution | undefined;
}

/** A package to download, with the name it was first asked for by: pip calls it that. */
export interface Settled {
  readonly distribution: Distribution;
  readonly asked: string;
}

/**
 * Finds what to install, as pip's resolver goes about it: what a package needs is looked up, in its own order, when the
 * package is settled; next is what has an exact version, then an upper bound, then what was typed, then by name.
 * @param present the version that is installed, of what may stay as it is
 * @param found called for each lookup, in order
 * @returns the packages to download, in the order they were settled
 * @throws NoVersion, Conflict
 */
export async function resolve(
  roots: readonly Wanted[],
  index: Index,
  present: (name: string) => { readonly version: string; readonly requires: readonly string[] } | undefined,
  found: (one: Found) => Promise<void>,
): Promise<Settled[]> {
  const open = new Map<string, { wanted: Wanted; order: number }>();
  const asked = new Map<string, Wanted[]>();
  const settled: Settled[] = [];
  const look = async (wanted: Wanted, order: number) => {
    const key = keyOf(wanted.requirement);
    const before = asked.get(key);
    asked.set(key, [...(before ?? []), wanted]);
    const here = present(key);
    const version = here?.version ?? index[key]?.version;
    const fits = version !== undefined && isSatisfied(wanted.requirement, version);
    const offered = index[key];
    if (!fits && !(here && offered && isSatisfied(wanted.requirement, offered.version))) {
      if (before) throw new Conflict([...before, wanted]);
      throw new NoVersion(wanted, offered ? [offered.version] : []);
    }
    const stays = here !== undefined && isSatisfied(wanted.requirement, here.version);
    if (before && !stays) return;
    await found({ wanted, present: stays ? here.version : undefined, distribution: stays ? undefined : offered });
    if (!before) open.set(key, { wanted, order });
  };
  for (const [order, wanted] of roots.entries()) await look(wanted, order);
  while (open.size > 0) {
    const [first] = [...open].sort(([a, x], [b, y]) => rank(x) - rank(y) || x.order - y.order || (a < b ? -1 : 1));
    if (!first) break;
    const [key, { wanted }] = first;
    open.delete(key);
    const here = present(key);
    const stays = here !== undefined && isSatisfied(wanted.requirement, here.version);
    const distribution = stays ? undefined : index[key];
    if (distribution) settled.push({ distribution, asked: wanted.requirement.name });
    const from = wanted.from === undefined ? wanted.requirement.text : `${wanted.requirement.text}->${wanted.from}`;
    for (const text of (stays ? here.requires : distribution?.requires) ?? []) {
      const requirement = parseRequirement(text);
      if (requirement) await look({ requirement, from }, Number.POSITIVE_INFINITY);
    }
  }
  return settled;
}

/** Exact versions first, then those with an upper bound. */
function rank({ wanted: { requirement } }: { readonly wanted: Wanted }): number {
  const operators = requirement.specifiers.map(([operator, version]) => (version.includes("*") ? "~=" : operator));
  if (operators.some((operator) => operator === "==" || operator === "===")) return 0;
  return operators.some((operator) => operator.startsWith("<") || operator === "~=") ? 1 : 2;
}

/**
 * The order in which packages are installed: what needs none of the others comes first, layer by layer; within one, by
 * name from the end of the alphabet (pip's get_topological_weights).
 */
export function installationOrder(packages: readonly Distribution[]): Distribution[] {
  const rest = new Map(packages.map((one) => [normalised(one.name), one]));
  // Python itself is one of the things a package needs, and goes with the first layer.
  let python = true;
  const out: Distribution[] = [];
  while (rest.size > 0) {
    const needs = (one: Distribution) =>
      (python && one.anyPython !== true) ||
      (one.requires ?? []).some((text) => {
        const requirement = parseRequirement(text);
        return requirement !== undefined && rest.has(keyOf(requirement));
      });
    let layer = [...rest].filter(([, one]) => !needs(one));
    if (layer.length === 0 && !python) layer = [...rest];
    python = false;
    for (const [key, one] of layer.sort(([a], [b]) => (a < b ? 1 : -1))) {
      rest.delete(key);
      out.push(one);
    }
  }
  return out;
}
