import { type ParsedScript, parse as parseBash, type Word, type WordPart } from "unbash";

export type {
  AndOr,
  ArrayValue,
  Assignment,
  Case,
  Command,
  CommandNode,
  CompoundCommand,
  CompoundList,
  For,
  Function as FunctionDefinition,
  HereDoc,
  HereString,
  If,
  ParameterExpansionPart,
  ParameterOperation,
  ParsedScript,
  ParseError,
  Pipeline,
  PipelineNode,
  Redirect,
  Redirected,
  Redirection,
  Select,
  Statement,
  SyntaxNode,
  TestExpression,
  While,
  Word,
  WordPart,
} from "unbash";
export { forEachChild } from "unbash";

/** The only door to the parser: bash source in, its tree out, with what is wrong with it in `errors`. */
export function parse(source: string): ParsedScript {
  return parseBash(source);
}

/** One word, with its quotes and expansions: what brace expansion and generated text need. */
export function parseWord(text: string): Word | undefined {
  const command = parseBash(`: ${text}`).commands[0]?.command;
  const word = command?.type === "Command" ? command.suffix[0] : undefined;
  return word?.type === "Word" ? word : undefined;
}

const texts = new Map<string, readonly WordPart[] | undefined>();

/** A text with nothing to expand: only its backslashes are taken away. */
const literal = (text: string): WordPart => ({
  type: "Literal",
  pos: 0,
  end: text.length,
  value: text.replace(/\\([\\$`])|\\\n/g, "$1"),
  text,
});

/**
 * The parts of a text in which only `$`, backquotes and backslashes mean something, as in a here-document; undefined when it
 * has none. Arithmetic, array subscripts and prompts are such texts.
 */
export function parseText(text: string): readonly WordPart[] | undefined {
  if (!/[$`\\]/.test(text)) return undefined;
  if (texts.has(text)) return texts.get(text);
  const command = parseBash(`: <<_END_OF_TEXT_\n${text}\n_END_OF_TEXT_\n`).commands[0]?.command;
  const document = command?.type === "Command" ? command.redirects[0] : undefined;
  const parts = document?.type === "HereDoc" ? (document.body.parts ?? [literal(`${text}\n`)]) : undefined;
  const last = parts?.at(-1);
  const trimmed =
    parts && last?.type === "Literal" && last.value.endsWith("\n")
      ? [...parts.slice(0, -1), { ...last, value: last.value.slice(0, -1), text: last.text.slice(0, -1) }]
      : parts;
  if (texts.size > 500) texts.clear();
  texts.set(text, trimmed);
  return trimmed;
}
