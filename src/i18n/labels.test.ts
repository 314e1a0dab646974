import { expect, it } from "vitest";
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import { label } from "./labels.ts";

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

it("has every label in both languages, with the same places to fill", () => {
  expect(Object.keys(en)).toEqual(Object.keys(es));
  const english: Record<string, string> = en;
  for (const [key, text] of Object.entries(es)) expect(places(english[key] ?? ""), key).toEqual(places(text));
});

it("fills in values", () => {
  expect(label("es", "chapter.number", { order: 6, total: 34 })).toBe("Capítulo 6 de 34");
});
