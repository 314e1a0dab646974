import { FileError } from "../kernel/filesystem.ts";
import { command } from "./command.ts";
import { isFolder, pairsOf } from "./destination.ts";
import { UsageError } from "./options.ts";
import { quotedName } from "./quoting.ts";

export const ln = command(
  {
    usage: "[OPTION]... TARGET... LINK_NAME",
    about: "Create hard links by default, symbolic links with --symbolic.",
    short: "bfiLnPrst:Tv",
    long: "force=f interactive=i no-dereference=n relative=r symbolic=s target-directory:=t no-target-directory=T verbose=v",
  },
  async (run) => {
    const [only, second] = run.operands;
    if (only === undefined) throw new UsageError("missing file operand");
    const name = only.replace(/\/+$/, "").replace(/.*\//, "");
    const last = run.operands.at(-1) ?? "";
    // With -n a link to a directory is what is replaced, not where the new link goes.
    const replacesLink = run.has("n") && run.operands.length === 2 && isLink(run.path(last));
    const pairs =
      second === undefined && !run.has("t")
        ? [{ source: only, target: name }]
        : replacesLink
          ? [{ source: only, target: last }]
          : pairsOf(run);
    function isLink(path: string): boolean {
      try {
        return run.files.lstat(path).kind === "symlink";
      } catch (error) {
        if (error instanceof FileError) return false;
        throw error;
      }
    }
    for (const { source, target } of pairs) {
      const path = run.path(target).replace(/(?<=.)\/$/, "");
      const symbolic = run.has("s");
      if (!symbolic && isFolder(run, source)) {
        await run.warn(`${source}: hard link not allowed for directory`);
        continue;
      }
      const failed = symbolic
        ? `failed to create symbolic link ${quotedName(target)}`
        : `failed to create hard link ${quotedName(target)}${run.files.exists(run.path(source)) ? "" : ` => ${quotedName(source)}`}`;
      const missing = !symbolic && !run.files.exists(run.path(source));
      const done = await run.try(
        () => {
          if (missing) throw new FileError("ENOENT", source);
          if (run.has("f") && (run.files.exists(path) || isLink(path)) && !isFolder(run, target))
            run.files.unlink(path);
          else if (run.has("f") && isLink(path)) run.files.unlink(path);
          if (symbolic) run.files.symlink(run.has("r") ? relative(path, run.path(source)) : source, path);
          else run.files.link(run.path(source), path);
          return true;
        },
        run.busybox ? target : missing ? `failed to access ${quotedName(source)}` : failed,
      );
      if (done && run.has("v"))
        await run.out(`${quotedName(target)} ${symbolic ? "->" : "=>"} ${quotedName(source)}\n`);
    }
  },
);

/** The way from a link's directory to a path. */
function relative(link: string, target: string): string {
  const from = link.split("/").slice(1, -1);
  const to = target.split("/").slice(1);
  let same = 0;
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => ".."), ...to.slice(same)].join("/");
}
