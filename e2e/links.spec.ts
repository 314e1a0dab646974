import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import { sites } from "./sites.ts";

for (const [place, site] of Object.entries(sites)) {
  test(`every link and anchor of the site leads somewhere, at its ${place} address`, () => {
    const pages = readdirSync(site.directory, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".html"));
    const html = new Map(pages.map((page) => [page, readFileSync(join(site.directory, page), "utf8")]));
    const broken: string[] = [];
    for (const [page, text] of html) {
      const address = new URL(site.base + page.replace(/index\.html$/, ""), "http://site");
      for (const [, link = ""] of text.matchAll(/\s(?:href|src)="([^"]+)"/g)) {
        const target = new URL(link.replaceAll("&amp;", "&"), address);
        if (target.origin !== address.origin || target.protocol === "data:") continue;
        const inside = target.pathname.startsWith(site.base) ? target.pathname.slice(site.base.length) : undefined;
        const file = inside === undefined ? undefined : inside.replace(/(^|\/)$/, "$1index.html");
        const anchor = decodeURIComponent(target.hash.slice(1));
        const found = file !== undefined && existsSync(join(site.directory, file));
        const anchored = anchor === "" || html.get(file ?? "")?.includes(` id="${anchor}"`) === true;
        if (!found || !anchored) broken.push(`${page}: ${link}`);
      }
    }
    expect(html.size).toBeGreaterThan(2);
    expect(broken).toEqual([]);
  });
}
