import { describe, expect, it } from "vitest";
import type { AzCommand } from "./az-command.ts";
import { closeMatch } from "./close-match.ts";
import { commandWords } from "./command-words.ts";
import { completions } from "./complete.ts";
import { parseArguments } from "./parse-arguments.ts";

const command: AzCommand = {
  path: "thing make",
  summary: "",
  arguments: [
    { names: ["--name", "-n"], help: "", required: true },
    { names: ["--ports"], help: "", kind: "list" },
    { names: ["--image", "-t"], help: "", kind: "repeated" },
    { names: ["--admin-enabled"], help: "", kind: "boolean" },
    { names: ["--registry-username"], help: "" },
    { names: ["--registry-password"], help: "" },
    { names: ["SOURCE"], help: "" },
  ],
  run: async () => undefined,
};

const parsed = (line: string) => Object.fromEntries(parseArguments(command, commandWords(line)));

describe("az's command line", () => {
  it("takes values apart, attached, after an equals sign, in lists and one at a time", () => {
    expect(parsed("-n uno --ports 80 443 -t a -t b . --admin-enabled")).toMatchObject({
      name: ["uno"],
      ports: ["80", "443"],
      image: ["a", "b"],
      SOURCE: ["."],
      "admin-enabled": ["true"],
      output: ["json"],
    });
    expect(parsed("-nuno --admin-enabled=FALSE")).toMatchObject({ name: ["uno"], "admin-enabled": ["false"] });
  });

  it("takes a long name cut short, when only one begins so", () => {
    expect(parsed("--nam uno --out tsv")).toMatchObject({ name: ["uno"], output: ["tsv"] });
    expect(() => parsed("-n uno --registry x")).toThrow(
      "ambiguous option: --registry could match --registry-username, --registry-password",
    );
  });

  it("finds the word that was meant, as difflib does", () => {
    expect(closeMatch("crate", ["create", "delete"])).toBe("create");
    expect(closeMatch("xyz", ["create", "delete"])).toBeUndefined();
  });

  it("splits words as a shell does", () => {
    expect(commandWords(`a "b c" 'd "e"' f\\ g h=" i"`)).toEqual(["a", "b c", 'd "e"', "f g", "h= i"]);
  });

  it("completes groups, commands, arguments and choices", () => {
    expect(completions(["con"])).toEqual(["container", "containerapp"]);
    expect(completions(["acr", "repository", ""])).toEqual(["delete", "list", "show-tags"]);
    expect(completions(["acr", "create", "--sk"])).toEqual(["--sku"]);
    expect(completions(["acr", "create", "--sku", "B"])).toEqual(["Basic"]);
  });
});
