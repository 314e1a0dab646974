import { describe, expect, it } from "vitest";
import { assetPath, normalizeBase, pagePath } from "./paths.ts";

describe("addresses", () => {
  it("takes a base however it is written", () => {
    for (const base of [undefined, "", "/"]) expect(normalizeBase(base)).toBe("/");
    for (const base of ["darsena", "/darsena", "/darsena/", "darsena/"]) expect(normalizeBase(base)).toBe("/darsena/");
  });

  it("puts Spanish at the root and English under en/", () => {
    expect(pagePath("es", "", "/")).toBe("/");
    expect(pagePath("es", "redes", "/")).toBe("/redes/");
    expect(pagePath("en", "", "/")).toBe("/en/");
    expect(pagePath("en", "redes", "/darsena/")).toBe("/darsena/en/redes/");
  });

  it("mounts files under the base", () => {
    expect(assetPath("favicon.svg", "/darsena/")).toBe("/darsena/favicon.svg");
    expect(assetPath("/pagefind/pagefind.js", "/")).toBe("/pagefind/pagefind.js");
  });
});
