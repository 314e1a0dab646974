import { expandArithmeticText } from "./arithmetic-expansion.ts";
import { expandBraces, TooManyWords } from "./brace.ts";
import { ExpansionError } from "./control-flow.ts";
import { expandParameter, expandSimple } from "./expand-parameter.ts";
import { type Field, FieldBuilder, fieldPattern, fieldText, separators } from "./fields.ts";
import { expandGlob } from "./glob.ts";
import { parseText, parseWord } from "./parse.ts";
import { escapeRegExp, isPattern, matchesPattern } from "./pattern.ts";
import type { Shell } from "./shell.ts";
import { commandSubstitution, processSubstitution } from "./substitution.ts";
import type { Word, WordPart } from "./syntax-tree.ts";
import { expandTilde } from "./tilde.ts";

/** How the parts of a word are read. */
export interface PartContext {
  /** Inside double quotes or a here-document. */
  readonly quoted?: boolean;
  /** The word after `${x:-`: its text is split like an expansion's. */
  readonly operand?: boolean;
  /** An assignment's value: a tilde after a colon counts too. */
  readonly assignment?: boolean;
}

/** The arguments that some words become: braces, tildes, variables, substitutions, splitting, file names, quotes. */
export async function expandWords(shell: Shell, words: readonly Word[]): Promise<string[]> {
  const out: string[] = [];
  for (const word of words) {
    const plain = plainText(word);
    if (plain !== undefined) out.push(plain);
    else for (const part of await braced(shell, word)) await expandInto(shell, part, out);
  }
  return out;
}

async function expandInto(shell: Shell, word: Word, out: string[]): Promise<void> {
  const builder = new FieldBuilder(separators(shell.variables.get("IFS")));
  await expandParts(shell, partsOf(word), builder, { assignment: /^[A-Za-z_]\w*=/.test(word.text) });
  for (const field of builder.finish()) out.push(...fileNames(shell, field));
}

/** What a field becomes when it is a pattern for file names: the names, or itself when none match. */
export function fileNames(shell: Shell, field: Field): string[] {
  const text = fieldText(field);
  if (shell.options.has("noglob") || !field.some((segment) => !segment.quoted && /[*?[(]/.test(segment.text)))
    return [text];
  const pattern = fieldPattern(field);
  if (!isPattern(pattern)) return [text];
  const ignored = (shell.variables.get("GLOBIGNORE") ?? "").split(":").filter((part) => part !== "");
  const found = expandGlob(pattern, shell.cwd, shell.process.files, {
    dotglob: shell.shopts.has("dotglob") || ignored.length > 0,
    nocaseglob: shell.shopts.has("nocaseglob"),
    globstar: shell.shopts.has("globstar"),
  }).filter((path) => !ignored.some((part) => matchesPattern(part, path)));
  if (found.length > 0) return found;
  if (shell.shopts.has("failglob")) throw new ExpansionError(`no match: ${text}`, 1, false);
  return shell.shopts.has("nullglob") ? [] : [text];
}

/** One text, neither split nor matched with files: an assignment's value, a `case` word, a here-string. */
export async function expandText(shell: Shell, word: Word | undefined, context: PartContext = {}): Promise<string> {
  if (!word) return "";
  return plainText(word) ?? (await expandField(shell, word, context)).map((segment) => segment.text).join("");
}

/** A pattern: `case`, `[[ == ]]`, `${x#…}`. What was quoted matches only itself. */
export async function expandPattern(shell: Shell, word: Word | undefined, context: PartContext = {}): Promise<string> {
  return word ? fieldPattern(await expandField(shell, word, context)) : "";
}

/** A regular expression, for `=~`: what was quoted matches only itself. */
export async function expandRegExp(shell: Shell, word: Word): Promise<string> {
  const parts = word.parts ?? [literal(word.text)];
  const builder = new FieldBuilder();
  for (const part of parts) {
    if (part.type === "Literal") builder.literal(part.text);
    else await expandParts(shell, [part], builder, {});
  }
  const field = builder.finish().flat();
  return field.map((segment) => (segment.quoted ? escapeRegExp(segment.text) : segment.text)).join("");
}

/** The segments of a word that is not split. */
export async function expandField(shell: Shell, word: Word, context: PartContext = {}): Promise<Field> {
  const builder = new FieldBuilder();
  await expandParts(shell, partsOf(word), builder, context);
  return builder.finish().flat();
}

/** A text whose only special characters are `$`, backquotes and backslashes: here-documents, arithmetic, prompts. */
export async function expandPlain(shell: Shell, text: string): Promise<string> {
  const parts = parseText(text, shell.flavour);
  return parts ? expandQuoted(shell, parts) : text;
}

/** The text of parts as inside double quotes. */
export async function expandQuoted(shell: Shell, parts: readonly WordPart[]): Promise<string> {
  const builder = new FieldBuilder();
  await expandParts(shell, parts, builder, { quoted: true });
  return builder
    .finish()
    .flat()
    .map((segment) => segment.text)
    .join("");
}

/** Expands the parts of a word one after another into `builder`. */
export async function expandParts(
  shell: Shell,
  parts: readonly WordPart[],
  builder: FieldBuilder,
  context: PartContext,
): Promise<void> {
  const { quoted = false } = context;
  for (const [i, part] of parts.entries()) {
    switch (part.type) {
      case "Literal":
        if (quoted) builder.quoted(context.operand ? unquoteInDouble(part.text) : part.value);
        else addLiteral(shell, part.text, builder, context, i === 0, i === parts.length - 1);
        break;
      case "SingleQuoted":
      case "AnsiCQuoted":
        builder.quoted(part.value);
        break;
      case "DoubleQuoted": {
        const before = shell.emptyLists;
        if (part.parts.length === 0) builder.quoted("");
        else {
          const inner = new FieldProbe(builder);
          await expandParts(shell, part.parts, inner, { quoted: true });
          // "$@" without arguments is no word at all; any other quoted text is one, even if empty.
          if (!inner.touched && shell.emptyLists === before) builder.quoted("");
        }
        break;
      }
      case "SimpleExpansion":
        await expandSimple(shell, part.text.slice(1), builder, quoted);
        break;
      case "ParameterExpansion":
        await expandParameter(shell, part, builder, context);
        break;
      case "CommandExpansion":
        add(builder, await commandSubstitution(shell, part.script, part.text), quoted);
        break;
      case "ArithmeticExpansion":
        add(builder, String(await expandArithmeticText(shell, part.expression)), quoted);
        break;
      case "ProcessSubstitution":
        builder.quoted(await processSubstitution(shell, part.operator, part.script));
    }
  }
}

function add(builder: FieldBuilder, text: string, quoted: boolean): void {
  if (quoted) builder.quoted(text);
  else builder.expanded(text);
}

/** Text outside quotes: a backslash quotes the character after it; a tilde at the start is a home. */
function addLiteral(
  shell: Shell,
  source: string,
  builder: FieldBuilder,
  context: PartContext,
  first: boolean,
  last: boolean,
): void {
  let text = source;
  if (first || context.assignment) {
    const tilde = expandTilde(shell, text, { first, last, assignment: context.assignment ?? false });
    if (tilde) {
      builder.quoted(tilde.home);
      text = tilde.rest;
      if (tilde.more) {
        addLiteral(shell, text, builder, { ...context }, false, last);
        return;
      }
    }
  }
  for (const piece of text.matchAll(/\\\n|\\([\s\S])|[^\\]+|\\$/g)) {
    if (piece[1] !== undefined) builder.quoted(piece[1]);
    else if (piece[0] === "\\") builder.quoted("\\");
    else if (piece[0] !== "\\\n") {
      if (context.operand) builder.expanded(piece[0]);
      else builder.literal(piece[0]);
    }
  }
}

function unquoteInDouble(text: string): string {
  return text.replace(/\\([$`"\\}]|\n)/g, (_, char: string) => (char === "\n" ? "" : char));
}

/** Passes everything on, and remembers whether there was anything. */
class FieldProbe extends FieldBuilder {
  touched = false;
  readonly #target: FieldBuilder;

  constructor(target: FieldBuilder) {
    super();
    this.#target = target;
  }

  override get splits(): boolean {
    return this.#target.splits;
  }

  override quoted(text: string): void {
    this.touched = true;
    this.#target.quoted(text);
  }

  override literal(text: string): void {
    this.#target.literal(text);
  }

  override expanded(text: string): void {
    this.#target.expanded(text);
  }

  override boundary(): void {
    this.#target.boundary();
  }
}

function literal(text: string): WordPart {
  return { type: "Literal", text, value: text };
}

/** The parts of a word; a word without any is its text. */
export function partsOf(word: Word): readonly WordPart[] {
  return word.parts ?? [literal(word.text)];
}

const plain = new WeakMap<Word, string | false>();

/** The text of a word in which nothing is special; undefined for any other. */
function plainText(word: Word): string | undefined {
  let known = plain.get(word);
  if (known === undefined) {
    known = word.parts === undefined && word.text !== "" && !/[\\~*?[({]/.test(word.text) && word.text;
    plain.set(word, known);
  }
  return known === false ? undefined : known;
}

const bracedWords = new WeakMap<Word, readonly Word[]>();

/** The words that braces make of one; itself where they make too many. */
async function braced(shell: Shell, word: Word): Promise<readonly Word[]> {
  if (!shell.options.has("braceexpand") || !partsOf(word).some(mayHoldBraces)) return [word];
  const known = bracedWords.get(word);
  if (known) return known;
  try {
    const texts = expandBraces(word.text);
    const words = texts.length === 1 && texts[0] === word.text ? [word] : texts.map(parseWord);
    bracedWords.set(word, words);
    return words;
  } catch (error) {
    if (!(error instanceof TooManyWords)) throw error;
    await shell.complain(error.message);
    return [word];
  }
}

const mayHoldBraces = (part: WordPart) => part.type === "Literal" && part.text.includes("{");
