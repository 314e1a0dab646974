import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { TestMachine } from "../test-machine.ts";

/**
 * Every session of sessions/*.txt (between lines of `%%`) is run through the real git and through ours, each in an
 * empty folder; both must print the same, standard error included, object ids too, and end with the same status.
 */
const FOLDER = join(import.meta.dirname, "sessions");
const VERSION = gitVersion();

function gitVersion(): string {
  try {
    return execFileSync("git", ["--version"], { encoding: "utf8" });
  } catch {
    return "";
  }
}

/** What newer versions say, the hosts' among them, where the one compared with still spoke otherwise. */
const SINCE: readonly (readonly [string | RegExp, string])[] = [
  [
    /hint: Turn this message off by running\nhint: "git config (advice\.\w+) false"/g,
    'hint: Disable this message with "git config set $1 false"',
  ],
  [/^(error: )C(annot delete branch '.*') checked out at/gm, "$1c$2 used by worktree at"],
  [
    /^error: The branch '(.*)' is not fully merged\.\n(?:If you are sure .*\n)/gm,
    "error: the branch '$1' is not fully merged\nhint: If you are sure you want to delete it, run 'git branch -D $1'\nhint: Disable this message with \"git config set advice.forceDeleteBranch false\"\n",
  ],
  [/^fatal: A branch named/gm, "fatal: a branch named"],
  [/^fatal: Not a valid object name:/gm, "fatal: not a valid object name:"],
  [/^(error: branch '.*' not found)\.$/gm, "$1"],
  [/^fatal: No branch named ('.*')\.$/gm, "fatal: no branch named $1"],
  [/^hint: $/gm, "hint:"],
  [
    /^hint: not have locally\. This is usually caused by another repository pushing\nhint: to the same ref\. You may want to first integrate the remote changes\nhint: \(e\.g\., 'git pull \.\.\.'\) before pushing again\./gm,
    "hint: have locally. This is usually caused by another repository pushing to\nhint: the same ref. If you want to integrate the remote changes, use\nhint: 'git pull' before pushing again.",
  ],
  ["remote contains work that you do\n", "remote contains work that you do not\n"],
  [
    '  (use "git pull" to merge the remote branch into yours)',
    '  (use "git pull" if you want to integrate the remote branch with yours)',
  ],
];

const scratch = realpathSync(mkdtempSync(join(tmpdir(), "git-comparison-")));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Outcome {
  readonly output: string;
  readonly status: number;
}

const SETTINGS = "[user]\n\tname = Ana\n\temail = ana@example.com\n[init]\n\tdefaultBranch = main\n";

/** The clock of a session: each commit is a minute after the last. */
const PRELUDE = `mkdir home work
printf '${SETTINGS.replaceAll("\n", "\\n").replaceAll("\t", "\\t")}' > home/.gitconfig
cd work
tick() { export GIT_AUTHOR_DATE="@$1 +0100" GIT_COMMITTER_DATE="@$1 +0100"; }
tick 1795500000
`;

const environment = (folder: string) => ({
  HOME: `${folder}/home`,
  GIT_CONFIG_NOSYSTEM: "1",
  PATH: "/usr/bin:/bin",
  LC_ALL: "C.UTF-8",
  USER: "root",
});

function real(session: string, folder: string): Promise<Outcome> {
  const options = { cwd: folder, env: environment(folder), encoding: "utf8", timeout: 60_000 } as const;
  return new Promise((resolve) => {
    const child = execFile(
      "bash",
      ["-c", 'exec 2>&1; exec bash -c "$0"', PRELUDE + session],
      options,
      (error, stdout) => {
        resolve({ output: stdout, status: typeof error?.code === "number" ? error.code : error ? -1 : 0 });
      },
    );
    child.stdin?.end();
  });
}

async function ours(session: string, folder: string): Promise<Outcome> {
  const machine = new TestMachine();
  machine.machine.files.mkdir(folder, { recursive: true });
  const { output, status } = await machine.run(["bash", "-c", PRELUDE + session], {
    cwd: folder,
    env: environment(folder),
  });
  return { output, status };
}

/** Of a command's usage ours has the first lines, not the list of options after them. */
const withoutOptions = (text: string) =>
  text.replace(/^(usage: git .*\n(?: .*\n)*)\n(?: {4}.*\n|\n(?= {4}|[A-Z].*\n {4})|[A-Z].*\n(?= {4}))*\n?/gm, "$1");

const newer = ({ output, status }: Outcome): Outcome => ({
  output: withoutOptions(SINCE.reduce((text, [old, now]) => text.replaceAll(old, now), output)),
  status,
});

describe.skipIf(!VERSION.startsWith("git version 2.39"))("as git 2.39, in the words of 2.53", () => {
  for (const file of readdirSync(FOLDER)) {
    const sessions = readFileSync(join(FOLDER, file), "utf8").trimEnd().split("\n%%\n");
    describe(file.replace(/\.txt$/, ""), () => {
      test.concurrent.each(sessions.map((session) => [session]))(
        "%s",
        async (session) => {
          const folder = mkdtempSync(join(scratch, "session-"));
          const [expected, actual] = [newer(await real(session, folder)), await ours(session, folder)];
          expect(actual).toEqual(expected);
        },
        60_000,
      );
    });
  }
});
