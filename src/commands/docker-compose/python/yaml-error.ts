import { grammarFault } from "../../../compose/file/yaml/yaml-grammar.ts";
import { scanYaml } from "../../../compose/file/yaml/yaml-scanner.ts";
import type { Mark, YamlFault } from "../../../compose/file/yaml/yaml-tokens.ts";

/** An exception of PyYAML's, by its full name. */
export class YamlError extends Error {
  constructor(kind: string, message: string) {
    super(`${kind}: ${message}`);
    this.name = "YamlError";
  }
}

/** PyYAML's sentences where they are not those of libyaml, which was written after it. */
const WORDS: Readonly<Record<string, { readonly context?: string; readonly problem: string }>> = {
  "mapping values are not allowed in this context": { problem: "mapping values are not allowed here" },
  "mapping keys are not allowed in this context": { problem: "mapping keys are not allowed here" },
  "block sequence entries are not allowed in this context": { problem: "sequence entries are not allowed here" },
  "could not find expected ':'": { context: "while scanning a simple key", problem: "could not find expected ':'" },
  "did not find expected key": { context: "while parsing a block mapping", problem: "expected <block end>, but found" },
  "did not find expected '-' indicator": {
    context: "while parsing a block collection",
    problem: "expected <block end>, but found",
  },
  "did not find expected ',' or ']'": {
    context: "while parsing a flow sequence",
    problem: "expected ',' or ']', but got",
  },
  "did not find expected ',' or '}'": {
    context: "while parsing a flow mapping",
    problem: "expected ',' or '}', but got",
  },
  "found unexpected end of stream": {
    context: "while scanning a quoted scalar",
    problem: "found unexpected end of stream",
  },
  "found character that cannot start any token": {
    context: "while scanning for the next token",
    problem: "found character",
  },
};

/** What a token is called in PyYAML (yaml/tokens.py). */
const TOKENS: Readonly<Record<string, string>> = {
  "block-end": "<block end>",
  "block-entry": "-",
  "block-mapping": "<block mapping start>",
  "block-sequence": "<block sequence start>",
  "document-end": "<document end>",
  "document-start": "<document start>",
  "flow-entry": ",",
  "flow-mapping-end": "}",
  "flow-mapping": "{",
  "flow-sequence-end": "]",
  "flow-sequence": "[",
  key: "?",
  scalar: "<scalar>",
  "stream-end": "<stream end>",
  value: ":",
};

/** What PyYAML finds wrong with a text; undefined when nothing is. @param name the file's */
export function yamlError(text: string, name: string): YamlError | undefined {
  const { tokens, fault } = scanYaml(text);
  const broken = grammarFault(tokens);
  const found = broken ?? fault;
  if (!found) return undefined;
  const kind = found.source === "scanner" ? "yaml.scanner.ScannerError" : "yaml.parser.ParserError";
  const words = WORDS[found.message] ?? { problem: found.message };
  const there = tokens.filter(({ start }) => isAt(start, found.problem));
  const at = there.find(({ kind }) => kind !== "block-end") ?? there[0];
  const problem = problemOf(words.problem, found, text, at && TOKENS[at.kind]);
  const place = (mark: Mark) => `  in "${name}", line ${mark.line + 1}, column ${mark.column + 1}`;
  const where = isAt(found.context, found.problem) ? [] : [place(found.context)];
  const context = words.context === undefined ? [] : [words.context, ...where];
  return new YamlError(kind, [...context, problem, place(found.problem)].join("\n"));
}

const isAt = (one: Mark, other: Mark) => one.line === other.line && one.column === other.column;

function problemOf(words: string, { problem }: YamlFault, text: string, token: string | undefined): string {
  if (words === "found character") {
    const char = text.split("\n")[problem.line]?.[problem.column] ?? "";
    return `found character '${char === "\t" ? "\\t" : char}' that cannot start any token`;
  }
  return /but (found|got)$/.test(words) ? `${words} '${token ?? "<block mapping start>"}'` : words;
}
