import { notFound } from "../errors.ts";

const SYSTEMS: ReadonlySet<string> = new Set(
  "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos".split(
    " ",
  ),
);
const ARCHITECTURES: ReadonlySet<string> = new Set(
  (
    "386 amd64 amd64p32 arm arm64 arm64be armbe loong64 mips mips64 mips64le mips64p32 mips64p32le mipsle ppc ppc64 " +
    "ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm"
  ).split(" "),
);
const OTHER_NAMES: Readonly<Record<string, string>> = {
  aarch64: "arm64",
  armel: "arm/v6",
  armhf: "arm/v7",
  i386: "386",
  "x86-64": "amd64",
  x86_64: "amd64",
};

/**
 * The usual form of a platform ("linux/arm64"), or what is wrong with it (containerd/platforms, Parse).
 * @param text "arm64", "linux/amd64", "linux/arm/v7"
 */
export function parsePlatform(text: string): string | Error {
  const fail = (why: string) => new Error(`${JSON.stringify(text)}: ${why}: invalid argument`);
  const parts = text.split("/").map((part) => part.toLowerCase());
  if (parts.length > 3) return fail("cannot parse platform specifier");
  const bad = parts.find((part) => !/^[a-z0-9_.-]+$/.test(part));
  if (bad !== undefined)
    return new Error(
      `"${bad}" is an invalid component of ${JSON.stringify(text)}: platform specifier component must match "^[A-Za-z0-9_.-]+$": invalid argument`,
    );
  const [first = "", architecture, variant] = parts;
  const named = OTHER_NAMES[architecture ?? first] ?? architecture ?? first;
  if (architecture === undefined) {
    if (SYSTEMS.has(first)) return `${first}/amd64`;
    if (ARCHITECTURES.has(named.split("/")[0] ?? "")) return `linux/${named}`;
    return fail("unknown operating system or architecture");
  }
  // An eighth version is what every arm64 is.
  const version = variant === undefined || (named === "arm64" && /^v?8$/.test(variant)) ? "" : `/${variant}`;
  return `${first === "macos" ? "darwin" : first}/${named}${version}`;
}

/**
 * What is here is for linux/amd64.
 * @param platform undefined where none is asked for
 * @throws EngineError 404 for another
 */
export function requirePlatform(reference: string, platform: string | undefined): void {
  if (platform !== undefined && platform !== "linux/amd64")
    throw notFound(
      `image with reference ${reference} was found but does not provide the specified platform (${platform})`,
    );
}
