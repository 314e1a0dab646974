import { ConfigurationError } from "../failures.ts";
import { isMap, type PyMap, type PyValue, pyStr } from "../python/py-value.ts";

/** A service's volume in short form. `external` is a path of the host or a volume's name; null for an anonymous one. */
export interface VolumeSpec {
  readonly external: string | null;
  readonly internal: string;
  readonly mode: string;
}

/** "data:/data:ro" @throws ConfigurationError */
export function parseVolume(text: string): VolumeSpec {
  const parts = text.split(":");
  if (parts.length > 3)
    throw new ConfigurationError(`Volume ${text} has incorrect format, should be external:internal[:mode]`);
  const [first = "", second, mode = "rw"] = parts;
  if (second === undefined) return { external: null, internal: normalPath(first), mode };
  return { external: normalPath(first), internal: normalPath(second), mode };
}

/** As `config` prints it, and as the API takes it. */
export const volumeText = ({ external, internal, mode }: VolumeSpec): string =>
  external === null ? internal : `${external}:${internal}:${mode}`;

/** Whether it is a volume of the project's, not a path. */
export const isNamed = ({ external }: VolumeSpec): boolean => external !== null && !/^[./~]/.test(external);

/** A long form as the short one says it. */
export const mountAsVolume = (mount: PyMap): VolumeSpec => ({
  external: typeof mount.source === "string" ? mount.source : null,
  internal: pyStr(mount.target ?? null),
  mode: mount.read_only === true ? "ro" : "rw",
});

const FIELDS = ["type", "source", "target", "read_only", "consistency"] as const;

/**
 * A volume of a service in the form it is kept in: a text in full, or a mapping with what it says.
 * @throws ConfigurationError
 */
export function finalVolume(value: PyValue): PyValue {
  if (!isMap(value)) return volumeText(parseVolume(pyStr(value)));
  const { type, source } = value;
  if (typeof source === "string" && source !== "" && type === "tmpfs")
    throw new ConfigurationError("tmpfs mounts can not specify a source");
  const options = typeof type === "string" ? value[type] : undefined;
  return Object.fromEntries([
    ...FIELDS.flatMap((field): [string, PyValue][] => {
      const item = value[field];
      if (item === undefined || item === null || item === "" || item === false) return [];
      return [[field, field === "source" && typeof item === "string" ? normalPath(item) : item]];
    }),
    ...(typeof type === "string" && isMap(options) && Object.keys(options).length > 0 ? [[type, options]] : []),
  ]);
}

/** Both forms as the short one. */
export const asVolume = (value: PyValue): VolumeSpec =>
  isMap(value) ? mountAsVolume(value) : parseVolume(pyStr(value));

/** `os.path.normpath` */
export function normalPath(path: string): string {
  const parts: string[] = [];
  const absolute = path.startsWith("/");
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !absolute) parts.push(part);
  }
  return `${absolute ? "/" : ""}${parts.join("/")}` || ".";
}
