import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandNames } from "../commands/programs.ts";
import { readFences } from "../course/chapter-source.ts";
import { readSession } from "../course/console-session.ts";
import { HeadlessLab } from "./headless-lab.ts";

/** What a chapter types that is no command of a system: its own scripts and functions, and lines of other programs. */
const OWN = new Set(["prueba", "saluda"]);

/** The first word of every command that chapters type at a shell's prompt. */
function wordsOfChapters(): string[] {
  const words = new Set<string>();
  for (const language of ["es", "en"]) {
    const folder = join("content", language);
    for (const name of readdirSync(folder).filter((each) => each.endsWith(".mdx"))) {
      for (const fence of readFences(readFileSync(join(folder, name), "utf8"))) {
        if (fence.language !== "console" || /^(>>>|az>>|\.\.\.)/m.test(fence.text)) continue;
        for (const command of readSession(fence.text).commands) {
          const word = /^(?:\w+=[^\s$]* +)*(?:sudo +)?([a-z][\w.-]*)(?![\w.-]*[=(/])/.exec(command)?.[1];
          if (word !== undefined && !OWN.has(word)) words.add(word);
        }
      }
    }
  }
  return [...words].sort();
}

async function pageless(words: readonly string[], language: string): Promise<string[]> {
  const lab = new HeadlessLab();
  const missing: string[] = [];
  for (const word of words) {
    const { exit } = await lab.run("manager1", `LANG=${language} man '${word}' >/dev/null 2>&1`);
    if (exit !== 0) missing.push(word);
  }
  return missing;
}

describe.each(["es_ES.UTF-8", "en_US.UTF-8"])("%s", (language) => {
  test("every command of the chapters has a manual page", async () => {
    const words = wordsOfChapters();
    expect(words).toEqual(expect.arrayContaining(["docker", "curl", "az", "docker-machine", "type"]));
    expect(await pageless(words, language)).toEqual([]);
  });

  test("so has every tool of a host", async () => expect(await pageless([...commandNames], language)).toEqual([]));
});

test("names that share a page show it under its own name", async () => {
  const lab = new HeadlessLab();
  const { output } = await lab.run("manager1", "man zcat | head -1; whatis zcat");
  expect(output).toMatch(/^GZIP\(1\).*\nzcat \(1\) +- /);
});
