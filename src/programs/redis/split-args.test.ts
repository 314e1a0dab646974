import { expect, test } from "vitest";
import { splitArgs } from "./split-args.ts";

// Read so by redis-cli 8.0.2.
test.each<[line: string, words: string[] | undefined]>([
  ['set a "x\\ny"', ["set", "a", "x\ny"]],
  ["set b 'it\\'s'", ["set", "b", "it's"]],
  ['set c foo"bar"', ["set", "c", "foobar"]],
  ['set e "\\x41\\z"', ["set", "e", "Az"]],
  ['echo "a b" ', ["echo", "a b"]],
  ['set g "a\\"b"', ["set", "g", 'a"b']],
  ['set d "a"b', undefined],
  ['set f "open', undefined],
  ["", []],
])("%s", (line, words) => {
  expect(splitArgs(line)).toEqual(words);
});
