import { describe, expect, it } from "vitest";
import { findAnswer, pathInside } from "./find-answer.ts";

const site = {
  version: "1",
  bytes: 5,
  files: { "": "sha256-a", "redes/": "sha256-b", "en/": "sha256-c", "404.html": "sha256-d", "_astro/x.js": "sha256-e" },
};

describe("the path inside a site", () => {
  it("is what follows where the site is mounted, without question or fragment", () => {
    expect(pathInside("https://a.example/darsena/", "https://a.example/darsena/redes/?from=mail#dns")).toBe("redes/");
    expect(pathInside("https://a.example/", "https://a.example/")).toBe("");
    expect(pathInside("https://a.example/", "https://a.example/p%C3%A1gina/")).toBe("página/");
  });

  it("is none elsewhere, nor where the address cannot be read", () => {
    expect(pathInside("https://a.example/darsena/", "https://a.example/other/")).toBeUndefined();
    expect(pathInside("https://a.example/", "https://b.example/redes/")).toBeUndefined();
    expect(pathInside("https://a.example/", "https://a.example/%E0%A4%A")).toBeUndefined();
  });
});

describe("what answers for a path", () => {
  it("is the file of that name", () => {
    expect(findAnswer(site, "")).toEqual({ kind: "file", path: "" });
    expect(findAnswer(site, "redes/")).toEqual({ kind: "file", path: "redes/" });
    expect(findAnswer(site, "_astro/x.js")).toEqual({ kind: "file", path: "_astro/x.js" });
  });

  it("is a step to the page's own address, as a host answers", () => {
    expect(findAnswer(site, "redes")).toEqual({ kind: "redirect", path: "redes/" });
    expect(findAnswer(site, "redes/index.html")).toEqual({ kind: "redirect", path: "redes/" });
    expect(findAnswer(site, "index.html")).toEqual({ kind: "redirect", path: "" });
    expect(findAnswer(site, "en")).toEqual({ kind: "redirect", path: "en/" });
  });

  it("is nothing for what the site does not have", () => {
    for (const path of ["nada/", "_astro/y.js", "constructor", "redes/x"])
      expect(findAnswer(site, path)).toBeUndefined();
  });
});
