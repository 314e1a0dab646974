import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const branch = "gh-pages";

/**
 * Commits a built site to the `gh-pages` branch and pushes it to `origin`, if there is one.
 * Works on git's own objects with an index of its own: the working tree, the index and the current branch stay as they
 * are, and without a remote nothing touches the network.
 * @param repository a git working tree
 * @param site the built site, relative to it
 * @returns the commit on `gh-pages` and whether it was pushed
 * @throws when there is no built site, or git says no
 */
export function deploySite(repository: string, site: string): { commit: string; pushed: boolean } {
  const directory = resolve(repository, site);
  if (!existsSync(join(directory, "index.html"))) {
    throw new Error(`There is no built site in ${site}/. Run: npm run build`);
  }
  const scratch = mkdtempSync(join(tmpdir(), "darsena-deploy-"));
  const git = (args: readonly string[], input?: string): string =>
    execFileSync("git", args, {
      cwd: repository,
      encoding: "utf8",
      input,
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, GIT_INDEX_FILE: join(scratch, "index") },
    }).trim();
  const tryGit = (args: readonly string[]): string | undefined => {
    try {
      return git(args);
    } catch {
      return undefined;
    }
  };

  try {
    const gitDirectory = resolve(repository, git(["rev-parse", "--git-dir"]));
    git([`--git-dir=${gitDirectory}`, `--work-tree=${directory}`, "-C", directory, "add", "--all", "--force", "."]);
    // Without it GitHub Pages leaves out folders whose name starts with an underscore, as Astro's does.
    const empty = git(["hash-object", "-w", "--stdin"], "");
    git(["update-index", "--add", "--cacheinfo", `100644,${empty},.nojekyll`]);
    const tree = git(["write-tree"]);

    const remote = tryGit(["remote", "get-url", "origin"]);
    const parent =
      tryGit(["rev-parse", "--verify", "--quiet", `refs/heads/${branch}`]) ??
      tryGit(["rev-parse", "--verify", "--quiet", `refs/remotes/origin/${branch}`]);
    if (parent && git(["rev-parse", `${parent}^{tree}`]) === tree) {
      if (remote) git(["push", "origin", `${parent}:refs/heads/${branch}`]);
      return { commit: parent, pushed: remote !== undefined };
    }
    const source = tryGit(["rev-parse", "--short", "HEAD"]);
    const message = source ? `Publish the site of ${source}` : "Publish the site";
    const commit = git(["commit-tree", tree, ...(parent ? ["-p", parent] : []), "-m", message]);
    git(["update-ref", `refs/heads/${branch}`, commit]);
    if (remote) git(["push", "origin", `${commit}:refs/heads/${branch}`]);
    return { commit, pushed: remote !== undefined };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    const { commit, pushed } = deploySite(process.cwd(), process.env.OUT_DIR ?? "dist");
    console.log(
      `${branch} is at ${commit.slice(0, 12)}${pushed ? ", pushed to origin" : "; there is no remote to push to"}`,
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
