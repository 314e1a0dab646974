/**
 * Flags that still work and say that they should not be used (docker/cli 29, `MarkDeprecated`), by the command that does
 * the work and by name.
 */
const DEPRECATED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "container commit": { pause: "and enabled by default. Use --no-pause to disable pausing during commit." },
  "container create": flagsOfRun(),
  "container restart": { time: "use --timeout instead" },
  "container run": flagsOfRun(),
  "container stop": { time: "use --timeout instead" },
  "container update": { "kernel-memory": "and no longer supported by the kernel" },
  "image pull": contentTrust(),
  "image push": contentTrust(),
  "plugin install": contentTrust(),
  "plugin push": contentTrust(),
  "plugin upgrade": contentTrust(),
};

function flagsOfRun(): Record<string, string> {
  return { ...contentTrust(), "kernel-memory": "and no longer supported by the kernel" };
}

function contentTrust(): Record<string, string> {
  return { "disable-content-trust": "support for docker content trust was removed" };
}

/**
 * What the client says of the flags that a command line used: one line for each use, in pflag's words.
 * @param canonical the command that does the work: "container stop" for "stop"
 * @param used the names of the flags, in order
 */
export function deprecationNotices(canonical: string, used: readonly string[]): string {
  const messages = DEPRECATED[canonical] ?? {};
  return used
    .filter((name) => Object.hasOwn(messages, name))
    .map((name) => `Flag --${name} has been deprecated, ${messages[name]}\n`)
    .join("");
}
