import { expect, test } from "vitest";
import { OutputQueue } from "./output-queue.ts";

function slowScreen() {
  const drawn: (() => void)[] = [];
  const texts: string[] = [];
  const queue = new OutputQueue((text, done) => {
    texts.push(text);
    drawn.push(done);
  });
  return { queue, texts, drawOne: () => drawn.shift()?.() };
}

test("a little output never waits", () => {
  const { queue, texts } = slowScreen();
  expect(queue.write("hola")).toBeUndefined();
  expect(texts).toEqual(["hola"]);
});

test("a flood waits until the screen has nearly caught up", async () => {
  const { queue, drawOne } = slowScreen();
  const piece = "x".repeat(40_000);
  expect(queue.write(piece)).toBeUndefined();
  let goesOn = false;
  const waiting = Promise.resolve(queue.write(piece)).then(() => {
    goesOn = true;
  });
  drawOne();
  await Promise.resolve();
  expect(goesOn).toBe(false);
  drawOne();
  await waiting;
  expect(goesOn).toBe(true);
  expect(queue.write("more")).toBeUndefined();
});
