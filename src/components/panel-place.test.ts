import { describe, expect, it } from "vitest";
import { clampSize, panelLimits, parsePlace, sizeForKey } from "./panel-place.ts";

describe("the panel's place", () => {
  it("reads what it wrote and takes anything else for the default", () => {
    expect(parsePlace('{"state":"open","inline":560,"block":320}')).toEqual({ state: "open", inline: 560, block: 320 });
    for (const damaged of [null, "", "{", "null", "7", '{"state":"sunk","inline":-3,"block":"x"}']) {
      expect(parsePlace(damaged)).toEqual({});
    }
  });

  it("leaves room for the text", () => {
    const limits = panelLimits("inline", 1440);
    expect(clampSize(2000, limits)).toBe(limits.max);
    expect(limits.max).toBeLessThan(1000);
    expect(clampSize(10, limits)).toBe(limits.min);
    expect(panelLimits("block", 100).max).toBe(160);
  });

  it("moves with the keyboard", () => {
    const limits = { min: 300, max: 900 };
    expect(sizeForKey("ArrowLeft", 500, limits)).toBe(524);
    expect(sizeForKey("ArrowDown", 310, limits)).toBe(300);
    expect(sizeForKey("Home", 500, limits)).toBe(300);
    expect(sizeForKey("End", 500, limits)).toBe(900);
    expect(sizeForKey("Tab", 500, limits)).toBeUndefined();
  });
});
