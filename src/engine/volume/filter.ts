import type { Engine } from "../engine.ts";
import { invalid } from "../errors.ts";
import { isTrue } from "../image/filter.ts";
import { hasLabels } from "../labels.ts";
import { matches } from "../network/filter.ts";
import { usersOf } from "./find.ts";
import type { Volume } from "./volume.ts";

/** `--filter`: the values given for each key. Values of one key are alternatives, keys all have to hold. */
export type VolumeFilters = Readonly<Record<string, readonly string[]>>;

type Predicate = (volume: Volume) => boolean;

/** For each key of `docker volume ls --filter`, what its values ask for (moby, volume/service/service.go). */
const KEYS: Readonly<Record<string, (engine: Engine, values: readonly string[]) => Predicate>> = {
  dangling: (engine, values) => {
    const wanted = isTrue("dangling", values);
    return ({ name }) => (usersOf(engine, name).length === 0) === wanted;
  },
  driver:
    (_, values) =>
    ({ driver }) =>
      values.includes(driver),
  label:
    (_, values) =>
    ({ labels }) =>
      hasLabels(labels, { label: values }),
  name:
    (_, values) =>
    ({ name }) =>
      values.some((value) => matches(value, name)),
};

/** The volumes that filters let through. @throws EngineError `invalid filter 'x'` */
export function listVolumes(engine: Engine, filters: VolumeFilters = {}): Volume[] {
  const all = Object.entries(filters).map(([key, values]) => {
    const make = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (!make) throw invalid(`invalid filter '${key}'`);
    return make(engine, values);
  });
  return Object.values(engine.state.volumes).filter((volume) => all.every((predicate) => predicate(volume)));
}
