import type { Flavour } from "../shell.ts";
import type { CommandExpansion, ParameterExpansion, WordPart } from "../syntax-tree.ts";
import { Parts } from "./parts.ts";
import { Scanner } from "./scanner.ts";
import { Refusal } from "./token.ts";

/**
 * The parts of a text in which only `$`, backquotes and backslashes mean something, from one place to another. What is
 * wrong in an expansion is part of it: bash finds that only when it expands the text.
 */
export function readText(text: string, start: number, end: number, flavour: Flavour): WordPart[] {
  const scanner = new Scanner(text.slice(0, end), flavour, start);
  const parts = new Parts(scanner, "document");
  while (scanner.position < end) {
    const at = scanner.position;
    try {
      parts.read();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      scanner.position = end;
      parts.add(brokenPart(text.slice(at, end), error), at);
    }
  }
  return parts.finish();
}

function brokenPart(text: string, { fault }: Refusal): CommandExpansion | ParameterExpansion {
  if (!text.startsWith("${"))
    return { type: "CommandExpansion", text, script: { commands: [], openDocuments: [], fault } };
  return {
    type: "ParameterExpansion",
    text,
    prefix: undefined,
    parameter: "",
    index: undefined,
    operation: { type: "Unknown" },
  };
}
