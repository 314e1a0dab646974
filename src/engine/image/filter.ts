import type { Engine } from "../engine.ts";
import { invalid } from "../errors.ts";
import { hasLabel } from "../labels.ts";
import { parseTimestamp } from "../timestamp.ts";
import type { StoredImage } from "./image.ts";
import { familiarName, splitTag } from "./reference.ts";
import { requireImage } from "./resolve.ts";

/** `--filter`: the values given for each key. */
export type ImageFilters = Readonly<Record<string, readonly string[]>>;

/** One name of an image, or an image without a name. */
export interface NamedImage {
  readonly stored: StoredImage;
  /** Full, with tag; undefined when dangling. */
  readonly reference: string | undefined;
}

type Predicate = (named: NamedImage) => boolean;

/** For each key of `docker images --filter`, what its values ask for (moby, daemon/containerd/image_list.go). */
const KEYS: Readonly<Record<string, (engine: Engine, values: readonly string[]) => Predicate>> = {
  before: (engine, values) => {
    const times = values.map((value) => requireImage(engine, value).lastTagTime);
    return ({ stored }) => times.every((time) => stored.lastTagTime < time);
  },
  dangling: (_, values) => {
    const wanted = isTrue("dangling", values);
    return ({ reference }) => (reference === undefined) === wanted;
  },
  label: (_, values) => (named) => values.every((value) => hasLabel(named.stored.image.config.Labels, value)),
  "label!": (_, values) => (named) => values.every((value) => !hasLabel(named.stored.image.config.Labels, value)),
  reference:
    (_, values) =>
    ({ reference }) =>
      reference !== undefined && values.some((pattern) => matchesName(pattern, reference)),
  since: (engine, values) => {
    const times = values.map((value) => requireImage(engine, value).lastTagTime);
    return ({ stored }) => times.every((time) => stored.lastTagTime > time);
  },
  until: (engine, values) => {
    const times = values.map((value) => parseTimestamp(value, engine.clock.now()));
    // When its name came to be here, not when it was made.
    return ({ stored }) => times.every((time) => Date.parse(stored.lastTagTime) < time);
  },
};

/**
 * What decides whether an image is listed, by all the keys given.
 * @param accepted the keys of this command, when not all
 * @throws EngineError `invalid filter 'x'`
 */
export function imageFilter(engine: Engine, filters: ImageFilters, accepted = Object.keys(KEYS)): Predicate {
  const all = Object.entries(filters).map(([key, values]) => {
    const make = accepted.includes(key) && Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (!make) throw invalid(key === "" ? "invalid filter" : `invalid filter '${key}'`);
    return make(engine, values);
  });
  return (named) => all.every((predicate) => predicate(named));
}

/** @throws EngineError 400 when it is neither */
export function isTrue(key: string, values: readonly string[]): boolean {
  const [value = ""] = values;
  if (values.length === 1 && /^(1|t|true)$/i.test(value)) return true;
  if (values.length === 1 && /^(0|f|false)$/i.test(value)) return false;
  throw invalid(`invalid filter '${key}=[${values.join(" ")}]'`);
}

/** A shell pattern for the familiar name, with or without the tag (distribution/reference, FamiliarMatch). */
export function matchesName(pattern: string, reference: string): boolean {
  const expression = globExpression(pattern);
  const familiar = familiarName(reference);
  return expression.test(familiar) || expression.test(splitTag(familiar).repository);
}

/** Go's path.Match: `*` and `?` stop at a slash. */
function globExpression(pattern: string): RegExp {
  const source = pattern.replace(/\\.|\[\^?[^\]]*\]|[*?]|[^\w\\*?[\]]/g, (token) => {
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    return token.startsWith("[") ? token : token.startsWith("\\") ? token : `\\${token}`;
  });
  // A pattern that is none matches nothing (path.ErrBadPattern is read over).
  return isPattern(source) ? new RegExp(`^${source}$`) : /^(?!)/;
}

/** Whether every bracket of a pattern is closed. */
const isPattern = (source: string) => !/\[[^\]]*$/.test(source.replace(/\\./g, "").replace(/\[\^?[^\]]+\]/g, ""));
