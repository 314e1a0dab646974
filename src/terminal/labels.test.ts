import { expect, test } from "vitest";
import en from "./labels.en.json" with { type: "json" };
import es from "./labels.es.json" with { type: "json" };
import { label } from "./labels.ts";

test("both languages have the same labels, with the same places to fill in", () => {
  expect(Object.keys(en)).toEqual(Object.keys(es));
  const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  const spanish = Object.entries(es).map(([key, text]) => [key, places(text)]);
  const english = Object.entries(en).map(([key, text]) => [key, places(text)]);
  expect(english).toEqual(spanish);
});

test("places are filled in", () => {
  expect(label("en", "transcript.title", { host: "worker1" })).toBe("Transcript of worker1");
});
