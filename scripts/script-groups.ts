/**
 * Which source files travel together. Left alone, the bundler makes a script of every set of files that two commands
 * happen to share: hundreds of them, and sixty requests before the first prompt.
 */

/** What the bundler tells of a source file. */
interface ModuleInfo {
  readonly isEntry: boolean;
  readonly importedIds: readonly string[];
}

interface Graph {
  getModuleInfo(id: string): ModuleInfo | null;
}

/** A script: the files that match, and what they import that is in no script before it. */
interface ScriptGroup {
  readonly name: string;
  readonly roots: RegExp;
}

/** In the order in which a reader comes to need them. */
const GROUPS: readonly ScriptGroup[] = [
  { name: "terminal", roots: /\/src\/terminal\/open\.ts$/ },
  {
    name: "builtins",
    roots:
      /\/src\/shell\/(builtins\/[^/]+|coprocess|history-entry|history-expansion|parameter-operations|regular-expression|select-loop|syntax-error)\.ts$/,
  },
  { name: "docker", roots: /\/src\/cli\/(docker|container\/(ls|run)|image\/pull)\.ts$/ },
  { name: "tools", roots: /\/src\/commands\/(cat|ls\/ls|grep|head|wc)\.ts$/ },
  {
    name: "daily",
    roots:
      /\/src\/cli\/(help|completion|container\/(start|stop|rm|exec|logs|inspect)|image\/(ls|rm|inspect)|system\/version)\.ts$/,
  },
  { name: "objects", roots: /\/src\/cli\/(container|image|network|volume|system)\/(?!build|commit|import)[^/]+\.ts$/ },
  { name: "compose", roots: /\/src\/cli\/compose\/(?!bake|build|commit)[^/]+\.ts$/ },
  { name: "swarm", roots: /\/src\/cli\/(swarm|node|service|stack|config|secret)\/[^/]+\.ts$/ },
  { name: "build", roots: /\/src\/cli\/(buildx\/build|compose\/bake)\.ts$/ },
];

/**
 * A plugin for the browser's build. A file goes with the first group that needs it, whatever the others; what pages
 * themselves import stays out, so that no page fetches the lab for a label. A group so never imports from a later one,
 * and no two import from each other.
 */
export function scriptGroups() {
  let ids: readonly string[] = [];
  let names: ReadonlyMap<string, string> | undefined;
  const group = {
    name: (id: string, graph: Graph): string | null => {
      names ??= namesOf(ids, graph);
      return names.get(id) ?? null;
    },
    includeDependenciesRecursively: false,
  };
  return {
    name: "darsena:script-groups",
    applyToEnvironment: (environment: { readonly name: string }) => environment.name === "client",
    // Files may be placed one by one only if a script may export more than its entry does.
    options: <T>(options: T) => ({ ...options, preserveEntrySignatures: "allow-extension" as const }),
    buildEnd(this: { getModuleIds(): Iterable<string> }) {
      ids = [...this.getModuleIds()];
    },
    outputOptions: <T>(options: T) => ({ ...options, codeSplitting: { groups: [group] } }),
  };
}

function namesOf(ids: readonly string[], graph: Graph): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const pages = new Set<string>();
  for (const id of ids) if (graph.getModuleInfo(id)?.isEntry) collect(id, graph, pages);
  const placed = new Set(pages);
  for (const { name, roots } of GROUPS) {
    const before = new Set(placed);
    for (const id of ids) if (roots.test(id)) collect(id, graph, placed);
    for (const id of placed) if (!before.has(id)) names.set(id, name);
  }
  return names;
}

/** Adds a file and all it imports to those found. */
function collect(id: string, graph: Graph, found: Set<string>): void {
  if (found.has(id)) return;
  found.add(id);
  for (const other of graph.getModuleInfo(id)?.importedIds ?? []) collect(other, graph, found);
}
