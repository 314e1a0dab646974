import { describe, expect, test } from "vitest";
import { applyKey } from "./apply-key.ts";
import { type EditorState, newEditor } from "./editor-state.ts";
import { KeyDecoder } from "./key-decoder.ts";

/** The line after some keys, with "|" where the cursor is. */
function typed(keys: string, history: readonly string[] = []): string {
  const { text, cursor } = edit(keys, history);
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

function edit(keys: string, history: readonly string[] = []): EditorState {
  const decoder = new KeyDecoder();
  decoder.push(keys);
  let state = newEditor(history, { kills: [], lastQuery: "" });
  for (let key = decoder.next(); key; key = decoder.next()) ({ state } = applyKey(state, key));
  return state;
}

const LEFT = "\x1b[D";

describe("moving", () => {
  test.each([
    ["by characters, as a reader sees them", `a👩‍💻e\u0301${LEFT}${LEFT}`, "a|👩‍💻e\u0301"],
    ["not past the ends", `ab${LEFT.repeat(5)}\x02`, "|ab"],
    ["by words", "uno dos-tres\x1bb", "uno dos-|tres"],
    ["by words, to their ends", "uno dos\x01\x1bf\x1bf", "uno dos|"],
    ["to the ends", "uno\x01dos\x05!", "dosuno!|"],
  ])("%s", (_what, keys, line) => {
    expect(typed(keys)).toBe(line);
  });
});

describe("deleting and killing", () => {
  test.each([
    ["a character with its accents", "ae\u0301\x7f", "a|"],
    ["the word before, blanks and all", "docker run -it  \x17", "docker run |"],
    ["the word before, up to a mark", "cat /etc/hosts\x1b\x7f", "cat /etc/|"],
    ["the word after", "uno dos\x01\x1bd", "| dos"],
    ["to the end", `uno dos${LEFT.repeat(3)}\x0b`, "uno |"],
    ["to the beginning", `uno dos${LEFT.repeat(3)}\x15`, "|dos"],
    ["the blanks around the cursor", `a   b${LEFT}${LEFT}\x1b\\`, "a|b"],
  ])("%s", (_what, keys, line) => {
    expect(typed(keys)).toBe(line);
  });

  test("kills backward and forward in a row are one text in their order", () => {
    expect(typed(`uno dos tres${LEFT.repeat(5)}\x17\x0b\x19`)).toBe("uno dos tres|");
  });

  test("Alt-Y goes around the killed texts", () => {
    expect(typed("uno\x15dos\x15tres\x15\x19\x1by\x1by\x1by")).toBe("tres|");
  });
});

describe("changing", () => {
  test.each([
    ["Ctrl-T at the end turns the last two around", "sl\x14", "ls|"],
    ["Ctrl-T in the middle takes the one before along", `abc${LEFT}\x14`, "acb|"],
    ["Alt-T turns words around", "uno dos\x1bt", "dos uno|"],
    ["Alt-C", "uno dos\x01\x1bc", "Uno| dos"],
    ["Alt-U", "uno dos\x01\x1bu", "UNO| dos"],
    ["Alt-L", "UNO\x01\x1bl", "uno|"],
    ["Ctrl-V puts in the next key as it is", "a\x16\tb", "a\tb|"],
  ])("%s", (_what, keys, line) => {
    expect(typed(keys)).toBe(line);
  });
});

describe("undo", () => {
  test("takes back edits one by one, and typing in runs", () => {
    expect(typed("uno dos\x17\x1f")).toBe("uno dos|");
    expect(typed("uno dos\x17\x1f\x1f")).toBe("|");
  });

  test("Alt-R takes back everything done to a line of the history", () => {
    expect(typed("\x1b[A -l\x17\x1br", ["ls"])).toBe("ls|");
  });
});

describe("the history", () => {
  test("an accepted search shows the line with the cursor at the match", () => {
    expect(typed("\x12run\x1b[C", ["docker run x", "ls"])).toBe("docker r|un x");
  });

  test("a search goes on inside a line before it leaves it, and skips lines that are the same", () => {
    const history = ["other aa", "aa aa", "aa aa"];
    const { search } = edit("\x12aa\x12\x12", history);
    expect(search && [search.place, search.index]).toEqual([0, 6]);
  });

  test("Ctrl-S finds the way back", () => {
    const { search } = edit("\x12ls\x12\x13", ["ls -a", "pwd", "ls -b"]);
    expect(search?.place).toBe(2);
  });

  test("Alt-< and Alt-> go to its ends", () => {
    expect(typed("new\x1b<", ["first", "second"])).toBe("first|");
    expect(typed("new\x1b<\x1b>", ["first", "second"])).toBe("new|");
  });
});

test("a key that means nothing changes nothing", () => {
  expect(typed("ab\x1b[5~\x1b[99z\x1bz\x00")).toBe("ab|");
});
