import { describe, expect, test } from "vitest";
import { BrokenPipe, Pipe, readAll, readLines, textInput } from "./stream.ts";

describe("Pipe", () => {
  test("gives what was written, then the end", async () => {
    const pipe = new Pipe();
    await pipe.write("one\n");
    await pipe.write("two\n");
    pipe.endWriting();
    expect(await readAll(pipe)).toBe("one\ntwo\n");
  });

  test("holds a fast writer back until somebody reads", async () => {
    const pipe = new Pipe();
    let written = false;
    const writing = pipe.write("x".repeat(70_000)).then(() => {
      written = true;
    });
    await Promise.resolve();
    expect(written).toBe(false);
    expect((await pipe.read())?.length).toBe(70_000);
    await writing;
    expect(written).toBe(true);
  });

  test("breaks for the writer when the reader goes", async () => {
    const pipe = new Pipe();
    pipe.endReading();
    await expect(pipe.write("x")).rejects.toBeInstanceOf(BrokenPipe);
    const full = new Pipe();
    const blocked = full.write("x".repeat(70_000));
    full.endReading();
    await expect(blocked).rejects.toBeInstanceOf(BrokenPipe);
  });

  test("a read can be called off", async () => {
    const abort = new AbortController();
    const reading = new Pipe().read(abort.signal);
    abort.abort(new Error("interrupted"));
    await expect(reading).rejects.toThrow("interrupted");
  });
});

test("readLines joins pieces and keeps a last line without a newline", async () => {
  const pipe = new Pipe();
  for (const piece of ["al", "pha\nbe", "ta\n\nend"]) await pipe.write(piece);
  pipe.endWriting();
  const lines: string[] = [];
  for await (const line of readLines(pipe)) lines.push(line);
  expect(lines).toEqual(["alpha", "beta", "", "end"]);
  for await (const line of readLines(textInput(""))) lines.push(line);
  expect(lines).toHaveLength(4);
});
