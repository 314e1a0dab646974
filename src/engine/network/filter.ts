import type { Engine } from "../engine.ts";
import { invalid } from "../errors.ts";
import { attachments } from "./address.ts";
import { isUserDefined, type Network } from "./network.ts";

/** `--filter`: the values given for each key. Values of one key are alternatives, keys all have to hold. */
export type NetworkFilters = Readonly<Record<string, readonly string[]>>;

type Predicate = (network: Network) => boolean;

/** For each key of `docker network ls --filter`, what a value asks for (moby, daemon/network/filter.go). */
const KEYS: Readonly<Record<string, (engine: Engine, value: string) => Predicate>> = {
  dangling: (engine, value) => {
    const wanted = isDangling(value);
    return (network) => (isUserDefined(network) && attachments(engine, network).length === 0) === wanted;
  },
  driver:
    (_, value) =>
    ({ driver }) =>
      driver === value,
  id:
    (_, value) =>
    ({ id }) =>
      id.startsWith(value) || matches(value, id),
  label:
    (_, value) =>
    ({ labels }) => {
      const cut = value.indexOf("=");
      const key = cut < 0 ? value : value.slice(0, cut);
      return Object.hasOwn(labels ?? {}, key) && (cut < 0 || labels?.[key] === value.slice(cut + 1));
    },
  name:
    (_, value) =>
    ({ name }) =>
      matches(value, name),
  scope:
    (_, value) =>
    ({ scope }) =>
      scope === value,
  type: (_, value) => {
    if (value !== "custom" && value !== "builtin") throw invalid(`invalid filter: 'type'='${value}'`);
    return (network) => (value === "custom") === isUserDefined(network);
  },
};

/** The networks that filters let through. @throws EngineError `invalid filter 'x'` */
export function listNetworks(engine: Engine, filters: NetworkFilters = {}): Network[] {
  const all = Object.entries(filters).map(([key, values]): Predicate => {
    const make = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (!make) throw invalid(`invalid filter '${key}'`);
    const any = values.map((value) => make(engine, value));
    return key === "label"
      ? (network) => any.every((predicate) => predicate(network))
      : (network) => any.some((predicate) => predicate(network));
  });
  return Object.values(engine.state.networks).filter((network) => all.every((predicate) => predicate(network)));
}

/** These four words alone, with words of its own for any other. @throws EngineError */
function isDangling(value: string): boolean {
  if (value === "1" || value === "true") return true;
  if (value === "0" || value === "false") return false;
  throw invalid('invalid value for filter \'dangling\', must be "true" (or "1"), or "false" (or "0")');
}

/** Part of a text, or a regular expression that matches in it. */
export function matches(value: string, text: string): boolean {
  try {
    return text.includes(value) || new RegExp(value).test(text);
  } catch {
    return text.includes(value);
  }
}
