/** The checks of BuildKit (docs.docker.com/reference/build-checks), each with what `--debug` says of it. */
export const LINT_RULES = {
  StageNameCasing: "Stage names should be lowercase",
  FromAsCasing: "The 'as' keyword should match the case of the 'from' keyword",
  NoEmptyContinuation: "Empty continuation lines will become errors in a future release",
  ConsistentInstructionCasing: "All commands within the Dockerfile should use the same casing (either upper or lower)",
  DuplicateStageName: "Stage names should be unique",
  ReservedStageName: "Reserved words should not be used as stage names",
  JSONArgsRecommended:
    "JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals",
  MaintainerDeprecated: "The MAINTAINER instruction is deprecated, use a label instead to define an image author",
  UndefinedArgInFrom: "FROM command must use declared ARGs",
  WorkdirRelativePath:
    "Relative workdir without an absolute workdir declared within the build can have unexpected results if the base image changes",
  UndefinedVar: "Variables should be defined before their use",
  MultipleInstructionsDisallowed: "Multiple instructions of the same type should not be used in the same stage",
  LegacyKeyValueFormat: "Legacy key/value format with whitespace separator should not be used",
  RedundantTargetPlatform:
    "Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior",
  SecretsUsedInArgOrEnv: "Sensitive data should not be used in the ARG or ENV commands",
  InvalidDefaultArgInFrom: "Default value for global ARG results in an empty or invalid base image name",
  FromPlatformFlagConstDisallowed: "FROM --platform flag should not use a constant value",
  InvalidBaseImagePlatform: "Base image platform does not match expected target platform",
  CopyIgnoredFile: "Attempting to Copy file that is excluded by .dockerignore",
  ExposeProtoCasing: "Protocol in EXPOSE instruction should be lowercase",
  ExposeInvalidFormat:
    "IP address and host-port mapping should not be used in EXPOSE instruction. This will become an error in a future release",
} as const;

export type LintRule = keyof typeof LINT_RULES;

/** Those that are only made when somebody asks for them. */
export const EXPERIMENTAL: ReadonlySet<LintRule> = new Set(["CopyIgnoredFile"]);

/** Where a check is explained: "https://docs.docker.com/go/dockerfile/rule/json-args-recommended/"; "" for one that is nowhere. */
export function ruleUrl(rule: LintRule): string {
  if (rule === "InvalidBaseImagePlatform") return "";
  const name = rule.replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, "$1$3-$2$4").toLowerCase();
  return `https://docs.docker.com/go/dockerfile/rule/${name}/`;
}

/** What `# check=skip=NAME,…;error=true` says. */
export interface LintOptions {
  readonly skipAll: boolean;
  readonly skip: ReadonlySet<string>;
  /** Which of those that are not always made are made; "all" for all. */
  readonly experimental: ReadonlySet<string>;
  /** Whether a warning ends the build. */
  readonly error: boolean;
}

/**
 * Reads the value of the `check` directive (buildkit, frontend/dockerfile/linter/linter.go).
 * @returns a text instead of options for what cannot be read
 */
export function lintOptions(text: string): LintOptions | string {
  let skip: readonly string[] = [];
  let experimental: readonly string[] = [];
  const listOf = (value: string) => value.split(",").map((rule) => rule.trim());
  let error = false;
  for (const part of text.trim() === "" ? [] : text.split(";")) {
    const cut = part.indexOf("=");
    if (cut < 0) return `invalid check option ${JSON.stringify(part)}`;
    const key = part.slice(0, cut).trim();
    const value = part.slice(cut + 1).trim();
    if (key === "skip") skip = listOf(value);
    else if (key === "error") error = /^(1|t|true)$/i.test(value);
    else if (key === "experimental") experimental = listOf(value);
    else return `invalid check option ${JSON.stringify(key)}`;
  }
  return { skipAll: skip.includes("all"), skip: new Set(skip), experimental: new Set(experimental), error };
}
