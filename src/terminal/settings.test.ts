import { expect, test } from "vitest";
import { clampFontSize, loadSettings, saveSettings } from "./settings.ts";

function store(value: string | null) {
  const kept = { value };
  return {
    kept,
    open: () => ({
      getItem: () => kept.value,
      setItem: (_key: string, next: string) => {
        kept.value = next;
      },
    }),
  };
}

const forbidden = () => {
  throw new DOMException("no storage here", "SecurityError");
};

test("settings come back as they were kept", () => {
  const { open } = store(null);
  saveSettings({ fontSize: 20, screenReader: true, greeted: true }, open);
  expect(loadSettings(open)).toEqual({ fontSize: 20, screenReader: true, greeted: true });
});

test.each([null, "", "{", "[]", '"x"', '{"version":99,"fontSize":30}'])("%s is as on a first visit", (value) => {
  expect(loadSettings(store(value).open)).toEqual({ fontSize: 14, screenReader: false, greeted: false });
});

test("values of the wrong kind are left out, and sizes stay readable", () => {
  const { open } = store('{"version":1,"fontSize":900,"screenReader":"yes","greeted":true}');
  expect(loadSettings(open)).toEqual({ fontSize: 36, screenReader: false, greeted: true });
  expect(clampFontSize(Number.NaN)).toBe(14);
  expect(clampFontSize(2)).toBe(9);
});

test("where storage is forbidden the terminal works all the same", () => {
  expect(loadSettings(forbidden).fontSize).toBe(14);
  expect(() => saveSettings({ fontSize: 20, screenReader: false, greeted: true }, forbidden)).not.toThrow();
});
