import type { Fault } from "./grammar/token.ts";

/** Where something stands in its source: from `pos` to before `end`. */
export interface Place {
  readonly pos: number;
  readonly end: number;
}

/** A source that was read. */
export interface Script {
  /** With a fault: those that are whole before the line of the command in which it is. */
  readonly commands: readonly Statement[];
  /** What is wrong with the rest, or missing. */
  readonly fault?: Fault;
  /** The here-documents whose closing line never came. */
  readonly openDocuments: readonly HereDocument[];
  /** The text of backquotes without its backslashes, when it had any: the places in this script are places in it. */
  readonly source?: string;
}

export interface Statement extends Place {
  readonly command: PipelineNode | AndOr;
  readonly background: boolean;
}

export interface AndOr extends Place {
  readonly type: "AndOr";
  readonly commands: readonly PipelineNode[];
  readonly operators: readonly string[];
}

export type PipelineNode = CommandNode | Pipeline;

/** Several commands, or one with `!` or `time` before it; `time` may stand alone. */
export interface Pipeline extends Place {
  readonly type: "Pipeline";
  readonly prefixes: readonly PipelinePrefix[];
  readonly commands: readonly CommandNode[];
  readonly operators: readonly string[];
}

export type PipelinePrefix = { readonly type: "Time"; readonly posix: boolean } | { readonly type: "Negation" };

export type CommandNode = Command | CompoundCommand | Redirected | FunctionDefinition | Coprocess;

/** A simple command. */
export interface Command extends Place {
  readonly type: "Command";
  /** Assignments before the name. */
  readonly prefix: readonly Assignment[];
  readonly name: Word | undefined;
  /** Its arguments: assignments only where a declaring builtin takes them. */
  readonly suffix: readonly (Word | Assignment)[];
  readonly redirects: readonly Redirection[];
}

export interface Redirected extends Place {
  readonly type: "Redirected";
  readonly command: CompoundCommand;
  readonly redirects: readonly Redirection[];
}

export interface FunctionDefinition extends Place {
  readonly type: "Function";
  readonly name: string;
  readonly body: CompoundCommand | Redirected;
}

export interface Coprocess extends Place {
  readonly type: "Coproc";
  readonly name: string | undefined;
  readonly body: Command | CompoundCommand | Redirected;
}

export type CompoundCommand = Group | If | While | For | ArithmeticFor | Case | Conditional | ArithmeticCommand;

export interface Group extends Place {
  readonly type: "Subshell" | "BraceGroup";
  readonly body: readonly Statement[];
}

export interface If extends Place {
  readonly type: "If";
  readonly branches: readonly { readonly clause: readonly Statement[]; readonly then: readonly Statement[] }[];
  readonly else: readonly Statement[] | undefined;
}

export interface While extends Place {
  readonly type: "While";
  readonly kind: "while" | "until";
  readonly clause: readonly Statement[];
  readonly body: readonly Statement[];
}

export interface For extends Place {
  readonly type: "For" | "Select";
  readonly name: string;
  /** Undefined for the positional parameters. */
  readonly words: readonly Word[] | undefined;
  readonly body: readonly Statement[];
}

export interface ArithmeticFor extends Place {
  readonly type: "ArithmeticFor";
  /** What stands between `((` and `))`. */
  readonly head: string;
  readonly body: readonly Statement[];
}

export interface Case extends Place {
  readonly type: "Case";
  readonly word: Word;
  readonly items: readonly CaseItem[];
}

export interface CaseItem {
  readonly patterns: readonly Word[];
  readonly body: readonly Statement[];
  readonly terminator: string;
}

/** `[[ … ]]` */
export interface Conditional extends Place {
  readonly type: "Conditional";
  readonly expression: Test;
}

export type Test =
  | { readonly type: "Unary"; readonly operator: string; readonly operand: Word }
  | { readonly type: "Binary"; readonly operator: string; readonly left: Word; readonly right: Word }
  | { readonly type: "Logical"; readonly operator: "&&" | "||"; readonly operands: readonly Test[] }
  | { readonly type: "Not"; readonly operand: Test };

/** `(( … ))` */
export interface ArithmeticCommand extends Place {
  readonly type: "ArithmeticCommand";
  readonly body: string;
}

export interface Assignment extends Place {
  readonly type: "Assignment";
  readonly text: string;
  readonly name: string;
  /** The text of its subscript. */
  readonly index: string | undefined;
  readonly append: boolean;
  /** Words for a list in parentheses. */
  readonly value: Word | readonly Word[];
}

export type Redirection = Redirect | HereString | HereDocument;

/** The descriptor before an operator: a number, or the name of a variable that is to hold one. */
export type Descriptor = number | string | undefined;

export interface Redirect {
  readonly type: "Redirect";
  readonly operator: string;
  readonly descriptor: Descriptor;
  readonly target: Word;
}

export interface HereString {
  readonly type: "HereString";
  readonly descriptor: Descriptor;
  readonly target: Word;
}

export interface HereDocument {
  readonly type: "HereDocument";
  readonly pos: number;
  readonly descriptor: Descriptor;
  /** `<<-`: tabs at the beginning of its lines are not part of it. */
  readonly tabs: boolean;
  /** Its delimiter as written, and without its quotes. */
  readonly word: string;
  readonly delimiter: string;
  /** As it stands in the source. */
  readonly text: string;
  /** Undefined when the delimiter is quoted: nothing in it is expanded. */
  readonly parts: readonly WordPart[] | undefined;
  readonly closed: boolean;
}

export interface Word extends Place {
  readonly type: "Word";
  /** As it stands in the source. */
  readonly text: string;
  /** Undefined when it has neither quotes nor expansions. */
  readonly parts: readonly WordPart[] | undefined;
}

export type WordPart =
  | Literal
  | Quoted
  | DoubleQuoted
  | SimpleExpansion
  | ParameterExpansion
  | CommandExpansion
  | ArithmeticExpansion
  | ProcessSubstitution;

export interface Literal {
  readonly type: "Literal";
  /** As it stands in the source. */
  readonly text: string;
  /** Inside double quotes and here-documents: without the backslashes that mean something there. */
  readonly value: string;
}

/** `'…'` and `$'…'` */
export interface Quoted {
  readonly type: "SingleQuoted" | "AnsiCQuoted";
  readonly text: string;
  readonly value: string;
}

/** `"…"` and `$"…"` */
export interface DoubleQuoted {
  readonly type: "DoubleQuoted";
  readonly text: string;
  readonly parts: readonly WordPart[];
}

/** `$name`, `$1`, `$?` */
export interface SimpleExpansion {
  readonly type: "SimpleExpansion";
  readonly text: string;
}

/** `${…}` */
export interface ParameterExpansion {
  readonly type: "ParameterExpansion";
  readonly text: string;
  readonly parameter: string;
  readonly prefix: "!" | "#" | undefined;
  /** The text of its subscript. */
  readonly index: string | undefined;
  readonly operation: ParameterOperation | undefined;
}

export type ParameterOperation =
  | { readonly type: "Default"; readonly operator: string; readonly operand: Word }
  | { readonly type: "Remove" | "CaseModification"; readonly operator: string; readonly operand: Word }
  | { readonly type: "Replace"; readonly operator: string; readonly pattern: Word; readonly replacement: Word }
  | { readonly type: "Slice"; readonly offset: string; readonly length: string | undefined }
  | { readonly type: "Transform" | "Names"; readonly operator: string }
  | { readonly type: "Unknown" };

/** `$(…)` and backquotes */
export interface CommandExpansion {
  readonly type: "CommandExpansion";
  readonly text: string;
  readonly script: Script;
}

/** `$((…))` and `$[…]` */
export interface ArithmeticExpansion {
  readonly type: "ArithmeticExpansion";
  readonly text: string;
  readonly expression: string;
}

/** `<(…)` and `>(…)` */
export interface ProcessSubstitution {
  readonly type: "ProcessSubstitution";
  readonly text: string;
  readonly operator: "<" | ">";
  readonly script: Script;
}
