import { GitError } from "../git-error.ts";
import type { GitRun } from "../git-run.ts";
import { shortName } from "../repository/refs.ts";
import { ancestorsOf } from "../tracking.ts";
import { fetchObjects } from "./fetch-objects.ts";
import { openSource } from "./transport.ts";

interface FetchOptions {
  readonly quiet: boolean;
  /** Forget branches that are gone there. */
  readonly prune: boolean;
  /** Branches to fetch; all of them unless told. */
  readonly branches: readonly string[];
}

interface Fetched {
  readonly name: string;
  readonly id: string;
}

/** Fetches from a repository that has a name here, or from an address. @returns its branches @throws GitError */
export async function fetchRemote(git: GitRun, remote: string, options: FetchOptions): Promise<Fetched[]> {
  const { repository } = git;
  const { refs, objects, config } = repository;
  const url = config.value(`remote.${remote}.url`);
  const source = await openSource(git, url ?? remote);
  const branches = [...source.refs].filter(([ref]) => ref.startsWith("refs/heads/"));
  const tags = [...source.refs].filter(([ref]) => ref.startsWith("refs/tags/"));
  const wanted = options.branches.map((name) => {
    const found = branches.find(([ref]) => shortName(ref) === name);
    if (!found) throw new GitError(`couldn't find remote ref ${name}`);
    return found;
  });
  const chosen = wanted.length > 0 ? wanted : branches;
  await fetchObjects(
    git,
    objects,
    source,
    [...chosen, ...(url === undefined ? [] : tags)].map(([, id]) => id),
  );
  const rows: { readonly kind: string; readonly what: string; readonly from: string; readonly to: string }[] = [];
  if (wanted.length > 0 || url === undefined)
    for (const [ref] of chosen.length > 0
      ? url === undefined && wanted.length === 0
        ? chosen.filter(([ref]) => ref === source.head)
        : chosen
      : [])
      rows.push({ kind: "*", what: "branch", from: wanted.length > 0 ? shortName(ref) : "HEAD", to: "FETCH_HEAD" });
  if (url !== undefined) {
    for (const [ref, id] of [...chosen, ...tags]) {
      const isTag = ref.startsWith("refs/tags/");
      const own = isTag ? ref : ref.replace("refs/heads/", `refs/remotes/${remote}/`);
      const old = refs.resolve(own);
      if (old === id || (isTag && old !== undefined)) continue;
      const kind = old === undefined ? "*" : (await ancestorsOf(repository, id)).has(old) ? " " : "+";
      const range =
        old === undefined ? "" : `${objects.abbreviate(old)}${kind === "+" ? "..." : ".."}${objects.abbreviate(id)}`;
      refs.update(
        own,
        id,
        old === undefined ? "fetch: storing head" : kind === "+" ? "fetch: forced-update" : "fetch: fast-forward",
      );
      rows.push({
        kind,
        what: range === "" ? (isTag ? "[new tag]" : "[new branch]") : range,
        from: shortName(ref),
        to: `${shortName(own)}${kind === "+" ? "  (forced update)" : ""}`,
      });
    }
    if (options.prune)
      for (const ref of refs.list(`refs/remotes/${remote}/`)) {
        const theirs = ref.replace(`refs/remotes/${remote}/`, "refs/heads/");
        if (ref.endsWith("/HEAD") || source.refs.has(theirs)) continue;
        refs.delete(ref);
        rows.unshift({ kind: "-", what: "[deleted]", from: "(none)", to: shortName(ref) });
      }
  }
  const place = url ?? remote;
  repository.setNote(
    "FETCH_HEAD",
    chosen.map(([ref, id]) => `${id}\t\tbranch '${shortName(ref)}' of ${place}\n`).join(""),
  );
  if (rows.length > 0 && !options.quiet) {
    const width = Math.max(10, ...rows.map(({ from }) => from.length));
    const lines = rows.map(
      ({ kind, what, from, to }) => ` ${kind} ${what.padEnd(17)} ${from.padEnd(width)} -> ${to}\n`,
    );
    await git.err(`From ${place.replace(/\.git\/?$/, "").replace(/\/$/, "")}\n${lines.join("")}`);
  }
  return chosen.map(([ref, id]) => ({ name: shortName(ref), id }));
}
