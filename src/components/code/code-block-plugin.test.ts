import { createRenderer } from "astro-expressive-code";
import { toHtml } from "astro-expressive-code/hast";
import { describe, expect, it } from "vitest";
import { codeBlockPlugin } from "./code-block-plugin.ts";

async function render(code: string, language: string, meta = "", locale = "es"): Promise<string> {
  const { ec } = await createRenderer({ plugins: [codeBlockPlugin()], frames: false });
  const { renderedGroupAst } = await ec.render({ code, language, meta, locale });
  return toHtml(renderedGroupAst);
}

describe("a code block", () => {
  it("carries the commands of a console fence, and the host it names", async () => {
    const html = await render('$ docker ps\nCONTAINER ID\n$ echo "a"', "console", "host=worker1");
    expect(html).toContain('data-copy="docker ps\necho &#x22;a&#x22;"');
    expect(html).toContain('data-commands="[&#x22;docker ps&#x22;,&#x22;echo \\&#x22;a\\&#x22;&#x22;]"');
    expect(html).toContain('data-host="worker1"');
    expect(html).toContain('aria-label="Ejecutar docker ps y 1 más"');
    expect(html).toContain("code-output");
  });

  it("names its buttons in the language of the page", async () => {
    const html = await render("$ docker ps", "console", "", "en");
    expect(html).toContain('aria-label="Run docker ps"');
    expect(html).toContain(">Copy<");
    expect(html).not.toContain("data-host");
  });

  it("offers no Run where there is nothing to run", async () => {
    expect(await render("services:\n  web:", "yaml")).not.toContain("code-run");
    expect(await render("services:\n  web:", "yaml")).toContain('data-copy="services:\n  web:"');
    expect(await render("CONTAINER ID   IMAGE", "console")).not.toContain("<button");
  });

  it("shortens a long command in the button's name, not in what it runs", async () => {
    const command = `docker run ${"-e A=b ".repeat(20)}nginx`;
    const html = await render(`$ ${command}`, "console");
    expect(html).toContain("…");
    expect(html).toContain(`data-copy="${command}"`);
  });
});
