import {
  capitalized,
  changeWord,
  deleteBlanks,
  deleteCharacter,
  deleteCharacterBefore,
  deleteOrEnd,
  insert,
  insertComment,
  insertTyped,
  revertLine,
  transposeCharacters,
  transposeWords,
  undo,
} from "./edit-commands.ts";
import { bell, type EditorState, moveTo, type Step } from "./editor-state.ts";
import { nextBoundary, previousBoundary } from "./graphemes.ts";
import { moveInHistory, showLine } from "./history-commands.ts";
import type { Key } from "./key-decoder.ts";
import { killTo, yank, yankLastArgument, yankOlder } from "./kill-commands.ts";
import { applySearchKey, beginSearch, endSearch } from "./search.ts";
import { wordEnd, wordStart } from "./words.ts";

type Command = (state: EditorState) => Step;

const move =
  (to: (state: EditorState) => number): Command =>
  (state) => ({ state: moveTo(state, to(state)) });
const kill =
  (to: (state: EditorState) => number): Command =>
  (state) =>
    killTo(state, to(state));
const left = move((s) => previousBoundary(s.text, s.cursor));
const right = move((s) => nextBoundary(s.text, s.cursor));
const home = move(() => 0);
const end = move((s) => s.text.length);
const wordLeft = move((s) => wordStart(s.text, s.cursor));
const wordRight = move((s) => wordEnd(s.text, s.cursor));
const killWord = kill((s) => wordEnd(s.text, s.cursor));
const killWordBefore = kill((s) => wordStart(s.text, s.cursor));
const older: Command = (state) => moveInHistory(state, -1);
const newer: Command = (state) => moveInHistory(state, 1);
const accept: Command = (state) => ({ state: moveTo(state, state.text.length), effect: "accept" });
const quote: Command = (state) => ({ state: { ...state, quoting: true } });

/** Readline's emacs keys, as bash has them on Debian. */
const COMMANDS: Readonly<Record<string, Command>> = {
  Left: left,
  "C-b": left,
  Right: right,
  "C-f": right,
  Home: home,
  "C-a": home,
  End: end,
  "C-e": end,
  "M-b": wordLeft,
  "C-Left": wordLeft,
  "M-Left": wordLeft,
  "M-f": wordRight,
  "C-Right": wordRight,
  "M-Right": wordRight,
  "C-d": deleteOrEnd,
  Delete: deleteCharacter,
  Backspace: deleteCharacterBefore,
  "C-h": deleteCharacterBefore,
  "C-k": kill((s) => s.text.length),
  "C-u": kill(() => 0),
  "C-w": kill((s) => wordStart(s.text, s.cursor, "blank-separated")),
  "M-d": killWord,
  "C-Delete": killWord,
  "M-Backspace": killWordBefore,
  "M-C-h": killWordBefore,
  "C-y": yank,
  "M-y": yankOlder,
  "M-.": yankLastArgument,
  "M-_": yankLastArgument,
  "C-t": transposeCharacters,
  "M-t": transposeWords,
  "M-u": (state) => changeWord(state, (word) => word.toUpperCase()),
  "M-l": (state) => changeWord(state, (word) => word.toLowerCase()),
  "M-c": (state) => changeWord(state, capitalized),
  "M-\\": deleteBlanks,
  "M-#": insertComment,
  "M-r": revertLine,
  "C-_": undo,
  Up: older,
  "C-p": older,
  Down: newer,
  "C-n": newer,
  "M-<": (state) => ({ state: showLine(state, 0) }),
  "M->": (state) => ({ state: showLine(state, state.history.length) }),
  "C-r": (state) => beginSearch(state, true),
  "C-s": (state) => beginSearch(state, false),
  "C-v": quote,
  "C-q": quote,
  "C-l": (state) => ({ state, effect: "clear-screen" }),
  Enter: accept,
  "C-c": (state) => ({ state: moveTo(state, state.text.length), effect: "interrupt" }),
  Tab: (state) => ({ state, effect: "complete" }),
  "M-?": (state) => ({ state, effect: "list-candidates" }),
  "M-=": (state) => ({ state, effect: "list-candidates" }),
  "M-*": (state) => ({ state, effect: "insert-candidates" }),
  "C-g": bell,
};

/** What one key makes of the line, and what it asks for. A key that means nothing changes nothing. */
export function applyKey(state: EditorState, key: Key): Step {
  if (state.quoting) return { state: insert({ ...state, quoting: false }, key.text || key.raw) };
  if (state.search) {
    const step = applySearchKey(state, state.search, key);
    if (step) return step;
    const ended = endSearch(state, state.search);
    return key.name === "C-c" ? { state: { ...ended, search: undefined }, effect: "interrupt" } : applyKey(ended, key);
  }
  if (key.name === "text") return { state: insertTyped(state, key.text) };
  if (key.name === "paste") return { state: insert(state, key.text) };
  const command = Object.hasOwn(COMMANDS, key.name) ? COMMANDS[key.name] : undefined;
  return command ? command(state) : { state };
}
