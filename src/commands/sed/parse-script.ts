import { Failure } from "../command.ts";
import { readAddress, readRangeEnd } from "./parse-address.ts";
import { readInsertedText, readMap, readSubstitution } from "./parse-arguments.ts";
import { ScriptReader } from "./script-reader.ts";
import type { SedCommand, SedSource } from "./syntax.ts";

/**
 * A sed script as a list in which blocks are jumps.
 * @throws Failure in GNU sed's words (sed/compile.c)
 */
export function parseSed(sources: readonly SedSource[], extended: boolean): SedCommand[] {
  const reader = new ScriptReader(sources, extended);
  const commands: SedCommand[] = [];
  /** The places of those `{` that are open. */
  const blocks: number[] = [];
  for (;;) {
    reader.skip(/[\s;]/);
    if (reader.isOver) break;
    const command = readCommand(reader);
    if (command === undefined) continue;
    if (command.name === "{") blocks.push(commands.length);
    if (command.name === "}") {
      const open = commands[blocks.pop() ?? -1];
      if (!open) throw reader.fault("unexpected `}'");
      if (command.from) throw reader.fault("} doesn't want any addresses");
      open.jump = commands.length;
      continue;
    }
    commands.push(command);
  }
  if (blocks.length > 0) throw reader.fault("unmatched `{'", 0);
  return withLabels(commands);
}

/** The command that comes next; undefined for a comment. */
function readCommand(reader: ScriptReader): SedCommand | undefined {
  const from = readAddress(reader);
  const to = from && readRangeEnd(reader);
  reader.skip(/[ \t]/);
  if (from?.kind === "line" && from.line === 0 && to?.kind !== "pattern") {
    reader.next();
    throw reader.fault("invalid usage of line address 0");
  }
  let negated = false;
  while (reader.take("!")) {
    if (negated) throw reader.fault("multiple `!'s");
    negated = true;
    reader.skip(/[ \t]/);
  }
  const name = reader.next();
  if (name === undefined || name === ";") throw reader.fault("missing command");
  const common = { name, negated, text: "", jump: 0, ...(from && { from }), ...(to && { to }) };
  switch (name) {
    case "#":
      if (from) throw reader.fault("comments don't accept any addresses");
      reader.rest();
      return undefined;
    case "{":
    case "}":
      if (name === "}") reader.end();
      return common;
    case "a":
    case "i":
    case "c":
      return { ...common, text: readInsertedText(reader) };
    case ":": {
      if (from) throw reader.fault(": doesn't want any addresses");
      reader.skip(/[ \t]/);
      const text = reader.until(/[\s;]/);
      if (text === "") throw reader.fault('":" lacks a label');
      return { ...common, text };
    }
    case "b":
    case "t":
    case "T":
      reader.skip(/[ \t]/);
      return { ...common, text: reader.until(/[\s;]/) };
    case "r":
    case "R":
    case "w":
    case "W": {
      const text = reader.rest().trimStart();
      if (text === "") throw reader.fault("missing filename in r/R/w/W commands");
      return { ...common, text };
    }
    case "q":
    case "Q":
    case "l":
    case "L": {
      reader.skip(/[ \t]/);
      const number = reader.until(/\D/);
      reader.end();
      return { ...common, ...(number !== "" && { number: Number(number) }) };
    }
    case "s":
      return { ...common, substitution: readSubstitution(reader) };
    case "y":
      return { ...common, map: readMap(reader) };
    case "=":
    case "d":
    case "D":
    case "F":
    case "g":
    case "G":
    case "h":
    case "H":
    case "n":
    case "N":
    case "p":
    case "P":
    case "x":
    case "z":
      reader.end();
      return common;
    default:
      throw reader.fault(`unknown command: \`${name}'`);
  }
}

/** The same commands without their labels, and with the places to go on from. */
function withLabels(commands: readonly SedCommand[]): SedCommand[] {
  for (const command of commands) {
    if (!/^[btT]$/.test(command.name)) continue;
    const place = commands.findIndex(({ name, text }) => name === ":" && text === command.text);
    if (place < 0 && command.text !== "") throw new Failure(`can't find label for jump to \`${command.text}'`, 4);
    command.jump = place < 0 ? commands.length : place;
  }
  return [...commands];
}
