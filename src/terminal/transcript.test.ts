import { expect, test } from "vitest";
import { TestScreen } from "../readline/screen-for-tests.ts";
import { plainText } from "./transcript.ts";

test("a line that wraps is one line, and blanks at the ends are gone", async () => {
  const screen = new TestScreen(10, 4);
  await screen.tty.output.write("$ echo 1234567890 abc\n\x1b[32mverde\x1b[0m   \n\n");
  await screen.settle();
  expect(plainText(screen.terminal.buffer.normal)).toBe("$ echo 1234567890 abc\nverde");
});

test("what has scrolled off is part of it, and a part can be asked for", async () => {
  const screen = new TestScreen(10, 3);
  await screen.tty.output.write("a\nb\nc\nd\ne");
  await screen.settle();
  expect(plainText(screen.terminal.buffer.normal)).toBe("a\nb\nc\nd\ne");
  expect(plainText(screen.terminal.buffer.normal, 1, 3)).toBe("b\nc");
});
