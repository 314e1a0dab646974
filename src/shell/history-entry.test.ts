import { expect, test } from "vitest";
import { HistoryEntry } from "./history-entry.ts";

/** What bash 5.2's `history` shows after these lines. */
test.each([
  [["for i in 1 2", "do echo $i", "done"], "for i in 1 2; do echo $i; done"],
  [["for x", "in 1", "do", "", "echo in", "done"], "for x in 1; do echo in; done"],
  [["if true", "then", "echo a", "fi"], "if true; then echo a; fi"],
  [["f() {", "echo x # hi", "}"], "f() { echo x # hi\n}"],
  [["function g", "{", ":", "}"], "function g { :; }"],
  [["while false; do", "# comment", ":", "done"], "while false; do\n:; done"],
  [["case a in", "a)", "echo b;;", "esac"], "case a in a) echo b;; esac"],
  [["echo a |", "cat"], "echo a | cat"],
  [["echo a \\", "b c"], "echo a b c"],
  [['echo "a', 'b"'], 'echo "a\nb"'],
  [["cat <<E", "x", "E"], "cat <<E\nx\nE\n"],
  [["echo $(echo", "echo b", ")"], "echo $(echo\necho b\n)"],
  [["x=(a", "b)"], "x=(a b)"],
])("%j becomes one entry", (lines, expected) => {
  const entry = new HistoryEntry();
  for (const line of lines) entry.add(line);
  expect(entry.text).toBe(expected);
});
