import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deploySite } from "./deploy.ts";

let scratch: string;
let repository: string;

const git = (...args: string[]) => execFileSync("git", args, { cwd: repository, encoding: "utf8" }).trim();

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "darsena-deploy-test-"));
  repository = join(scratch, "repository");
  mkdirSync(join(repository, "dist/_astro"), { recursive: true });
  git("init", "-q", "-b", "main");
  git("config", "user.name", "Test");
  git("config", "user.email", "test@example.org");
  writeFileSync(join(repository, ".gitignore"), "dist/\n");
  writeFileSync(join(repository, "source.txt"), "source\n");
  git("add", ".");
  git("commit", "-q", "-m", "Source");
  writeFileSync(join(repository, "dist/index.html"), "<h1>Home</h1>");
  writeFileSync(join(repository, "dist/_astro/a.js"), "1");
});

afterEach(() => rmSync(scratch, { recursive: true }));

describe("deploy", () => {
  it("commits the built site to gh-pages and leaves the working tree alone", () => {
    writeFileSync(join(repository, "source.txt"), "being edited\n");
    const { commit, pushed } = deploySite(repository, "dist");
    expect(pushed).toBe(false);
    expect(git("rev-parse", "gh-pages")).toBe(commit);
    expect(git("ls-tree", "-r", "--name-only", "gh-pages").split("\n")).toEqual([
      ".nojekyll",
      "_astro/a.js",
      "index.html",
    ]);
    expect(git("show", "gh-pages:index.html")).toBe("<h1>Home</h1>");
    expect(git("branch", "--show-current")).toBe("main");
    expect(git("status", "--porcelain")).toBe("M source.txt");
  });

  it("adds to the branch's history, drops what is gone, and does nothing twice", () => {
    const first = deploySite(repository, "dist").commit;
    expect(deploySite(repository, "dist").commit).toBe(first);
    rmSync(join(repository, "dist/_astro"), { recursive: true });
    const second = deploySite(repository, "dist").commit;
    expect(git("rev-parse", "gh-pages^")).toBe(first);
    expect(second).not.toBe(first);
    expect(git("ls-tree", "-r", "--name-only", "gh-pages").split("\n")).toEqual([".nojekyll", "index.html"]);
  });

  it("pushes when there is a remote", () => {
    const remote = join(scratch, "remote.git");
    execFileSync("git", ["init", "-q", "--bare", remote]);
    git("remote", "add", "origin", remote);
    const { commit, pushed } = deploySite(repository, "dist");
    expect(pushed).toBe(true);
    expect(execFileSync("git", ["rev-parse", "gh-pages"], { cwd: remote, encoding: "utf8" }).trim()).toBe(commit);
  });

  it("says so when nothing has been built", () => {
    rmSync(join(repository, "dist"), { recursive: true });
    expect(() => deploySite(repository, "dist")).toThrow("npm run build");
  });
});
