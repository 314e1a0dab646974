import { GitError } from "../git-error.ts";
import type { Repository } from "./repository.ts";

/**
 * The object that a revision means, as rev-parse reads it: `HEAD`, a branch, a tag, the beginning of an id, `x~2`,
 * `x^`, `x^{tree}`, `x:path`, `x@{1}`, `:path`.
 * @returns undefined when there is none
 */
export async function findRevision(repository: Repository, text: string): Promise<string | undefined> {
  const { objects } = repository;
  const colon = text.indexOf(":");
  if (colon >= 0) return pathIn(repository, text.slice(0, colon), text.slice(colon + 1));
  const [, base = "", steps = ""] = /^(.*?)((?:~\d*|\^\d*|\^\{\w*\})*)$/.exec(text) ?? [];
  let id = await named(repository, base === "" ? text : base);
  if (base === "") return id;
  for (const [step] of steps.matchAll(/~\d*|\^\{\w*\}|\^\d*/g)) {
    if (id === undefined) return undefined;
    if (step.startsWith("^{")) {
      const { id: peeled, object } = await objects.peel(id);
      id = step === "^{tree}" && object.type === "commit" ? (await objects.commit(peeled)).tree : peeled;
      continue;
    }
    const count = step.length === 1 ? 1 : Number(step.slice(1));
    if (step.startsWith("~"))
      for (let i = 0; i < count && id !== undefined; i++) id = (await commitAt(repository, id)).parents[0];
    else if (count > 0) id = (await commitAt(repository, id)).parents[count - 1];
  }
  return id;
}

async function commitAt({ objects }: Repository, id: string) {
  return objects.commit((await objects.peel(id)).id);
}

async function named({ refs, objects }: Repository, name: string): Promise<string | undefined> {
  const word = name === "@" ? "HEAD" : name;
  const at = /^(.*)@\{(\d+)\}$/.exec(word);
  if (at) {
    const ref = at[1] === "" ? "HEAD" : `refs/heads/${at[1]}`;
    return refs
      .log(at[1] === "HEAD" ? "HEAD" : ref)
      .at(-1 - Number(at[2]))
      ?.split(" ")[1];
  }
  for (const rule of ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"]) {
    if (rule === "" && !/^(refs\/.*|[A-Z_]+HEAD|HEAD)$/.test(word)) continue;
    const id = refs.resolve(rule + word);
    if (id !== undefined) return id;
  }
  const remote = refs.resolve(`refs/remotes/${word}/HEAD`);
  if (remote !== undefined) return remote;
  const matches = objects.beginningWith(word);
  if (matches.length > 1)
    throw new GitError(`ambiguous argument '${word}': unknown revision or path not in the working tree.`);
  return matches[0];
}

/** `REV:path`; with no revision it is the index's. */
async function pathIn(repository: Repository, revision: string, path: string): Promise<string | undefined> {
  const wanted = path.replace(/^\.\//, "").replace(/\/$/, "");
  if (revision === "") return repository.readIndex().find((entry) => entry.path === wanted && entry.stage === 0)?.id;
  const id = await findRevision(repository, `${revision}^{tree}`);
  if (id === undefined) return undefined;
  let at = id;
  for (const part of wanted === "" ? [] : wanted.split("/")) {
    const next = (await repository.objects.tree(at)).find(({ name }) => name === part);
    if (!next) throw new GitError(`path '${wanted}' does not exist in '${revision}'`);
    at = next.id;
  }
  return at;
}

/** The commit that a revision means. @throws GitError in rev-parse's words */
export async function commitNamed(repository: Repository, text: string): Promise<string> {
  const id = await findRevision(repository, text);
  if (id === undefined) throw unknownRevision(text);
  const peeled = await repository.objects.peel(id);
  if (peeled.object.type !== "commit") throw new GitError(`${text} is not a commit`);
  return peeled.id;
}

export const unknownRevision = (text: string): GitError =>
  new GitError(
    `ambiguous argument '${text}': unknown revision or path not in the working tree.\nUse '--' to separate paths from revisions, like this:\n'git <command> [<revision>...] -- [<file>...]'`,
  );
