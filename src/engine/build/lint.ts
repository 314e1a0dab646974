import type { Dockerfile } from "./dockerfile.ts";
import { splitWords } from "./words.ts";

const SECRET = /(?:^|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const NO_SECRET = /(?:^|_)(?:public)(?:_|$)/i;

/** What BuildKit's checks find in a Dockerfile (docs.docker.com/reference/build-checks), in its words. */
export function lint({ instructions }: Dockerfile): string[] {
  const found: string[] = [];
  const upper = instructions.filter(({ word }) => word === word.toUpperCase()).length;
  const majority = upper * 2 >= instructions.length ? "uppercase" : "lowercase";
  let shell = false;
  for (const { keyword, word, rest, json, range } of instructions) {
    const say = (rule: string, text: string) => found.push(`${rule}: ${text} (line ${range.start})`);
    const cased = majority === "uppercase" ? word.toUpperCase() : word.toLowerCase();
    if (word !== cased)
      say(
        "ConsistentInstructionCasing",
        `Command '${word}' should match the case of the command majority (${majority})`,
      );
    if (keyword === "FROM") {
      const [, as, name] = rest.split(/\s+/);
      shell = false;
      if (as !== undefined && (as === as.toUpperCase()) !== (word === word.toUpperCase()))
        say("FromAsCasing", `'${as}' and '${word}' keywords' casing do not match`);
      if (name !== undefined && name !== name.toLowerCase())
        say("StageNameCasing", `Stage name '${name}' should be lowercase`);
    }
    if (keyword === "SHELL") shell = true;
    if ((keyword === "CMD" || keyword === "ENTRYPOINT") && !json && !shell && rest !== "")
      say(
        "JSONArgsRecommended",
        `JSON arguments recommended for ${keyword} to prevent unintended behavior related to OS signals`,
      );
    if (keyword === "MAINTAINER")
      say("MaintainerDeprecated", "Maintainer instruction is deprecated in favor of using label");
    if (keyword === "WORKDIR" && /^[^/$]/.test(rest))
      say(
        "WorkdirRelativePath",
        `Relative workdir ${JSON.stringify(rest)} can have unexpected results if the base image changes`,
      );
    if (keyword === "ENV" || keyword === "LABEL") {
      const [first = ""] = splitWords(rest);
      if (!first.includes("="))
        say(
          "LegacyKeyValueFormat",
          `"${keyword} key=value" should be used instead of legacy "${keyword} key value" format`,
        );
    }
    if (keyword === "ENV" || keyword === "ARG") {
      for (const pair of splitWords(rest)) {
        const [name = ""] = pair.split("=");
        if (SECRET.test(name) && !NO_SECRET.test(name))
          say(
            "SecretsUsedInArgOrEnv",
            `Do not use ARG or ENV instructions for sensitive data (${keyword} ${JSON.stringify(name)})`,
          );
      }
    }
  }
  return found;
}
