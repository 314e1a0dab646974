import { expect, test } from "vitest";
import { commonPrefix, completeWord, displayNames, inColumns, sortedCandidates } from "./completion.ts";
import { newEditor } from "./editor-state.ts";

function complete(text: string, start: number, candidates: string[], cursor = text.length): string {
  const state = { ...newEditor([], { kills: [], lastQuery: "" }), text, cursor };
  const done = completeWord(state, start, candidates);
  return `${done.text.slice(0, done.cursor)}|${done.text.slice(done.cursor)}`;
}

test("a single candidate is put in whole, with a blank", () => {
  expect(complete("docker ru", 7, ["run"])).toBe("docker run |");
  expect(complete("ls 'my", 3, ["'my file'"])).toBe("ls 'my file' |");
});

test("what is to be gone on with gets no blank, and one that is there is not doubled", () => {
  expect(complete("ls /e", 3, ["/etc/"])).toBe("ls /etc/|");
  expect(complete("run --na", 4, ["--name="])).toBe("run --name=|");
  expect(complete("ru -d", 0, ["run"], 2)).toBe("run |-d");
});

test("of several, what they have in common, unless that is less than what is there", () => {
  expect(complete("ls s", 3, ["src/", "srv/"])).toBe("ls sr|");
  expect(complete("ls sr", 3, ["src/", "srv/"])).toBe("ls sr|");
  expect(complete("ls SR", 3, ["src/", "lib/"])).toBe("ls SR|");
});

test("a common beginning ends neither inside an escape nor inside a character", () => {
  expect(commonPrefix(["my\\ file", "my\\!"])).toBe("my");
  expect(commonPrefix(["a\\\\b", "a\\\\c"])).toBe("a\\\\");
  expect(commonPrefix(["a👩", "a👨"])).toBe("a");
});

test("names are listed without the folder they share and without quoting", () => {
  expect(displayNames(["/etc/hosts", "/etc/host.conf", "/etc/init.d/"])).toEqual(["hosts", "host.conf", "init.d/"]);
  expect(displayNames(["a\\ b", "c"])).toEqual(["a b", "c"]);
  expect(displayNames(["nginx", "ghcr.io/x/y"])).toEqual(["nginx", "ghcr.io/x/y"]);
});

test("candidates come once each, in order", () => {
  expect(sortedCandidates({ start: 0, candidates: ["b", "a", "b"] })).toEqual(["a", "b"]);
});

test("columns are filled downwards", () => {
  expect(inColumns(["a", "b", "c", "d", "e"], 9)).toEqual(["a  d", "b  e", "c  "]);
  expect(inColumns(["a-long-name", "another-name"], 10)).toEqual(["a-long-name", "another-name"]);
  expect(inColumns(["日本", "x"], 20)).toEqual(["日本  x     "]);
});
