import { expect, test } from "vitest";
import { parseDotenv } from "./dotenv.ts";

const read = (text: string, env: Readonly<Record<string, string>> = {}) => Object.fromEntries(parseDotenv(text, env));

test("quotes, comments, export, and a name alone", () => {
  const text = "# nothing\nexport A='a b' # here\nB=\"x\\ny\"\nC=c #d\nD\nE=\n";
  expect(read(text)).toEqual({ A: "a b", B: "x\ny", C: "c", D: null, E: "" });
});

test("only names in braces are filled in, of the file before the shell's", () => {
  expect(read("A=1\nB=${A}-${X}-${Y:-z}-$A\n", { A: "shell", X: "x" })).toEqual({ A: "1", B: "1-x-z-$A" });
});

test("a line that makes no sense is passed over", () => expect(read("A='x\nB=1\n")).toEqual({ B: "1" }));
