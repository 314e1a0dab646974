import fc from "fast-check";
import { expect, test } from "vitest";
import { applyKey } from "./apply-key.ts";
import { type EditorState, newEditor } from "./editor-state.ts";
import { KeyDecoder } from "./key-decoder.ts";
import { TestScreen } from "./screen-for-tests.ts";
import { searchPrompt, searchView } from "./search.ts";

const HISTORY = ["docker run -it --rm alpine", "ls", "echo 日本語 👩‍💻 e\u0301", "cat <<E\nuno\ndos\nE"];

const keys = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      "a",
      "b ",
      "docker ",
      "x-y/z ",
      "ñ",
      "日",
      "本語",
      "👩‍💻",
      "🇪🇸",
      "e\u0301",
      "\u200b",
      "\x16\x01",
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "\x1b[D",
      "\x1b[C",
      "\x1b[A",
      "\x1b[B",
      "\x1b[H",
      "\x1b[F",
      "\x1b[3~",
      "\x1b[1;5D",
      "\x1b[1;5C",
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom("\x7f", "\x08", "\x01", "\x05", "\x0b", "\x15", "\x17", "\x19", "\x14", "\x1f", "\x0c"),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "\x1bb",
      "\x1bf",
      "\x1bd",
      "\x1b\x7f",
      "\x1by",
      "\x1b.",
      "\x1bt",
      "\x1bu",
      "\x1bc",
      "\x1b\\",
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("\x12", "\x13", "\x07", "\x1b[200~pasted text\x1b[201~", "\x1b[5~", "\x1b[99z"),
  },
);
const resizes = fc.record({ columns: fc.integer({ min: 8, max: 50 }), rows: fc.integer({ min: 5, max: 20 }) });
const actions = fc.array(fc.oneof({ weight: 12, arbitrary: keys }, { weight: 1, arbitrary: resizes }), {
  maxLength: 25,
});

/** What a terminal shows that is simply sent the line. */
async function plainly(state: EditorState, columns: number, rows: number): Promise<{ all: string; cursor: string }> {
  const { search } = state;
  const prompt = search ? searchPrompt(search) : "$ ";
  const { text, cursor } = search ? searchView(state, search) : state;
  const draw = async (line: string) => {
    const screen = new TestScreen(columns, rows);
    const visible = (prompt + line).replace(/\u200b/g, "\ufffd").replace(/\x01/g, "^A");
    await screen.tty.output.write(visible);
    await screen.settle();
    return screen;
  };
  return { all: joined(await draw(text)), cursor: joined(await draw(text.slice(0, cursor))) };
}

/** Blank cells say nothing: a wide character leaves one at the edge. */
function joined(screen: TestScreen): string {
  return screen.allRows.join("").replace(/ +/g, "");
}

test("whatever is typed, the screen shows the line, with the cursor where it is", async () => {
  await fc.assert(
    fc.asyncProperty(actions, async (list) => {
      const screen = new TestScreen(24, 12);
      const line = screen.readLine({ history: HISTORY });
      const decoder = new KeyDecoder();
      let state = newEditor(HISTORY, { kills: [], lastQuery: "" });
      for (const action of list) {
        if (typeof action !== "string") {
          await screen.resize(action.columns, action.rows);
          continue;
        }
        decoder.push(action);
        for (let key = decoder.next(); key; key = decoder.next()) ({ state } = applyKey(state, key));
        await screen.type(action);
      }
      const expected = await plainly(state, screen.terminal.cols, screen.terminal.rows);
      const { active } = screen.terminal.buffer;
      // When part of the line is above the screen there is nothing to compare: the tests of long lines look at that.
      if (active.baseY === 0) {
        expect(screen.rows.join("").replace(/ +/g, "")).toBe(expected.all);
        const above = screen.allRows.slice(0, active.cursorY).join("");
        expect((above + screen.beforeCursor).replace(/ +/g, "")).toBe(expected.cursor);
      }
      screen.tty.type("\x07\r");
      expect(await line).toEqual({ kind: "line", text: state.search ? state.search.origin.text : state.text });
    }),
    { numRuns: Number(process.env.RUNS ?? 100) },
  );
}, 600_000);
