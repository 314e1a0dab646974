import type { Files, FileVersion } from "../diff/file-version.ts";
import { isBinary } from "../diff/patch.ts";
import { mergeLines } from "./merge-lines.ts";

/** What becomes of one file of a merge. */
interface MergedFile {
  readonly path: string;
  /** What it is made of; undefined when it goes. */
  readonly result: FileVersion | { readonly mode: string; readonly text: string } | undefined;
  /** The three sides, when they could not be settled. */
  readonly conflict?: { readonly base?: FileVersion; readonly ours?: FileVersion; readonly theirs?: FileVersion };
  /** What is told of it. */
  readonly messages: readonly string[];
}

const isSame = (a: FileVersion | undefined, b: FileVersion | undefined) => a?.id === b?.id && a?.mode === b?.mode;

/** Joins two sides that come from one, file by file. @param names what the sides are called */
export async function mergeTrees(
  base: Files,
  ours: Files,
  theirs: Files,
  names: readonly [string, string],
): Promise<MergedFile[]> {
  const merged: MergedFile[] = [];
  for (const path of [...new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])].sort()) {
    const [o, a, b] = [base.get(path), ours.get(path), theirs.get(path)];
    if (isSame(a, b) || isSame(o, b)) continue;
    if (isSame(o, a)) merged.push({ path, result: b, messages: [] });
    else merged.push(await mergeFile(path, o, a, b, names));
  }
  return merged;
}

async function mergeFile(
  path: string,
  base: FileVersion | undefined,
  ours: FileVersion | undefined,
  theirs: FileVersion | undefined,
  names: readonly [string, string],
): Promise<MergedFile> {
  const conflict = { ...(base ? { base } : {}), ...(ours ? { ours } : {}), ...(theirs ? { theirs } : {}) };
  if (!ours || !theirs) {
    const [gone, kept] = ours ? [names[1], names[0]] : [names[0], names[1]];
    const message = `CONFLICT (modify/delete): ${path} deleted in ${gone} and modified in ${kept}.  Version ${kept} of ${path} left in tree.`;
    return { path, result: ours ?? theirs, conflict, messages: [message] };
  }
  const auto = `Auto-merging ${path}`;
  const [o, a, b] = [(await base?.text()) ?? "", await ours.text(), await theirs.text()];
  if (isBinary(a) || isBinary(b))
    return {
      ...{ path, result: ours, conflict },
      messages: [
        `warning: Cannot merge binary files: ${path} (${names[0]} vs. ${names[1]})`,
        auto,
        `CONFLICT (content): Merge conflict in ${path}`,
      ],
    };
  const mode = base && ours.mode === base.mode ? theirs.mode : ours.mode;
  const { text, hasConflict } = mergeLines(o, a, b, names);
  if (!hasConflict) return { path, result: { mode, text }, messages: [auto] };
  const kind = base ? "content" : "add/add";
  return { path, result: { mode, text }, conflict, messages: [auto, `CONFLICT (${kind}): Merge conflict in ${path}`] };
}
