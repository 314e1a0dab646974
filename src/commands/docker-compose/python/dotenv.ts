/**
 * The variables of an `.env` file as python-dotenv 0.21 reads it: quotes, escapes, `export`, comments, and `${NAME}` or
 * `${NAME:-default}` of what the file itself or the environment says. A name alone has no value.
 * @param environment what variables in values come from when the file has not set them
 * @param interpolate whether they are filled in
 */
export function parseDotenv(
  text: string,
  environment: Readonly<Record<string, string>>,
  interpolate = true,
): Map<string, string | null> {
  const found = new Map<string, string | null>();
  let rest = text.replace(/^\uFEFF/, "");
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const match = pattern.exec(rest) ?? undefined;
    if (match) rest = rest.slice(match[0].length);
    return match;
  };
  while (rest !== "") {
    take(/^\s*/);
    if (rest === "") break;
    const before = rest;
    const binding = readBinding(take);
    if (binding === undefined) {
      rest = before;
      take(/^[^\r\n]*(?:\r\n|\r|\n)?/);
      continue;
    }
    const { key, value } = binding;
    if (key === undefined) continue;
    found.set(key, value !== null && interpolate ? filledIn(value, found, environment) : value);
  }
  return found;
}

type Take = (pattern: RegExp) => RegExpExecArray | undefined;

/** A line; undefined for one that makes no sense, which is passed over. */
function readBinding(take: Take): { readonly key: string | undefined; readonly value: string | null } | undefined {
  take(/^(?:export[^\S\r\n]+)?/);
  let key: string | undefined;
  if (!take(/^(?=#)/)) {
    const name = take(/^'([^']+)'/) ?? take(/^([^=#\s]+)/);
    if (!name) return undefined;
    key = name[1];
  }
  take(/^[^\S\r\n]*/);
  const value = take(/^=[^\S\r\n]*/) ? readValue(take) : null;
  if (value === undefined) return undefined;
  take(/^(?:[^\S\r\n]*#[^\r\n]*)?/);
  return take(/^[^\S\r\n]*(?:\r\n|\n|\r|$)/) ? { key, value } : undefined;
}

function readValue(take: Take): string | undefined {
  if (take(/^(?=')/)) return take(/^'((?:\\'|[^'])*)'/)?.[1]?.replace(/\\([\\'])/g, "$1");
  if (take(/^(?=")/))
    return take(/^"((?:\\"|[^"])*)"/)?.[1]?.replace(/\\([\\'"abfnrtv])/g, (_, char: string) => ESCAPES[char] ?? char);
  return (take(/^[^\r\n]*/)?.[0] ?? "").replace(/\s+#.*/, "").trimEnd();
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

function filledIn(
  value: string,
  found: ReadonlyMap<string, string | null>,
  environment: Readonly<Record<string, string>>,
): string {
  return value.replace(/\$\{([^}:]*)(?::-([^}]*))?\}/g, (_, name: string, other: string | undefined) =>
    found.has(name) ? (found.get(name) ?? "") : (environment[name] ?? other ?? ""),
  );
}
