import { describe, expect, test } from "vitest";
import type { SignalName } from "./signal.ts";
import { Tty } from "./tty.ts";

function shown(tty: Tty): () => string {
  let text = "";
  tty.onOutput = (piece) => {
    text += piece;
  };
  return () => text;
}

describe("a terminal in cooked mode", () => {
  test("gives whole lines and echoes what is typed", async () => {
    const tty = new Tty();
    const screen = shown(tty);
    tty.type("hola\r");
    expect(await tty.input.read()).toBe("hola\n");
    expect(screen()).toBe("hola\r\n");
  });

  test("shows nothing of what is typed while typing is hidden, and gives it all the same", async () => {
    const tty = new Tty();
    const screen = shown(tty);
    const show = tty.hideTyping();
    tty.type("sesan\x7fmo\r");
    show();
    tty.type("hola\r");
    expect(await tty.input.read()).toBe("sesamo\n");
    expect(screen()).toBe("hola\r\n");
  });

  test("lets the line be corrected before it is read", async () => {
    const tty = new Tty();
    tty.type("uno dox\x7fs\r");
    expect(await tty.input.read()).toBe("uno dos\n");
    tty.type("uno dos\x17tres\r");
    expect(await tty.input.read()).toBe("uno tres\n");
    tty.type("todo fuera\x15nada\r");
    expect(await tty.input.read()).toBe("nada\n");
  });

  test("Ctrl-C signals, drops the line and shows ^C", async () => {
    const tty = new Tty();
    const screen = shown(tty);
    const signals: SignalName[] = [];
    tty.onSignal = (signal) => signals.push(signal);
    tty.type("media línea\x03");
    tty.type("otra\r");
    expect(signals).toEqual(["SIGINT"]);
    expect(await tty.input.read()).toBe("otra\n");
    expect(screen()).toContain("^C");
  });

  test("Ctrl-D ends the input on an empty line, and sends a begun one", async () => {
    const tty = new Tty();
    tty.type("\x04");
    expect(await tty.input.read()).toBeNull();
    tty.type("sin salto\x04");
    expect(await tty.input.read()).toBe("sin salto");
  });

  test("writes newlines as a terminal wants them", async () => {
    const tty = new Tty();
    const screen = shown(tty);
    await tty.output.write("uno\ndos\n");
    expect(screen()).toBe("uno\r\ndos\r\n");
  });
});

describe("a terminal in raw mode", () => {
  test("passes every key as it is, at once, and signals nothing", async () => {
    const tty = new Tty();
    const restore = tty.setRaw();
    tty.onSignal = () => expect.unreachable();
    tty.type("a\x03\x1b[A");
    expect(await tty.input.read()).toBe("a\x03\x1b[A");
    restore();
    expect(tty.raw).toBe(false);
  });

  test("leaves another terminal's bytes alone when they pass through", async () => {
    const tty = new Tty();
    const screen = shown(tty);
    tty.setRaw(true);
    await tty.output.write("uno\r\ndos\n");
    expect(screen()).toBe("uno\r\ndos\n");
  });
});

test("says whether somebody waits for a key", async () => {
  const tty = new Tty();
  expect(tty.awaitsInput).toBe(false);
  const reading = tty.input.read();
  await Promise.resolve();
  expect(tty.awaitsInput).toBe(true);
  tty.type("\r");
  await reading;
  expect(tty.awaitsInput).toBe(false);
});

test("a hung-up terminal gives the end to whoever reads", async () => {
  const tty = new Tty();
  const reading = tty.input.read();
  tty.hangUp();
  expect(await reading).toBeNull();
});
