import type { Healthcheck } from "../container/container.ts";
import type { ImageConfig } from "../image/image.ts";
import { parseError } from "./build-error.ts";
import type { Instruction } from "./dockerfile.ts";
import { parseDuration } from "./duration.ts";
import { type ExpandOptions, expandWord, expandWords, splitWords, type Variables } from "./words.ts";

/** What an instruction that changes no file does to an image's config (buildkit, dockerfile2llb/convert.go). */
export interface ConfigChange {
  readonly config: ImageConfig;
  /** The history's line: "ENV PORT=80". */
  readonly createdBy: string;
}

export const DEFAULT_SHELL: readonly string[] = ["/bin/sh", "-c"];

type Apply = (instruction: Instruction, config: ImageConfig, expand: Expander) => ConfigChange;

/** Puts variables into words, and knows which were set. */
export interface Expander {
  word(text: string): string;
  words(text: string): string[];
}

export const expander = (variables: Variables, options: ExpandOptions): Expander => ({
  word: (text) => expandWord(text, variables, options),
  words: (text) => expandWords(text, variables, options),
});

const quoted = (words: readonly string[]) => `[${words.map((word) => JSON.stringify(word)).join(" ")}]`;
const listed = (words: readonly string[]) => `[${words.join(" ")}]`;
const set = (names: readonly string[]): Record<string, Record<string, never>> =>
  Object.fromEntries(names.map((name) => [name, {}]));

/** The words of an exec form, or the shell that runs a shell form. */
export function commandWords({ json, rest }: Pick<Instruction, "json" | "rest">, config: ImageConfig): string[] {
  return json ? [...json] : [...(config.Shell ?? DEFAULT_SHELL), rest];
}

const APPLY: Partial<Record<Instruction["keyword"], Apply>> = {
  CMD: (instruction, config) => {
    const words = instruction.rest === "" ? [] : commandWords(instruction, config);
    return { config: { ...config, Cmd: words, ArgsEscaped: true }, createdBy: `CMD ${quoted(words)}` };
  },
  ENTRYPOINT: (instruction, config) => {
    const words = commandWords(instruction, config);
    return { config: { ...config, Entrypoint: words }, createdBy: `ENTRYPOINT ${quoted(words)}` };
  },
  ENV: ({ rest }, config, expand) => {
    const pairs = keyValues(rest, expand);
    const env = [...(config.Env ?? [])];
    for (const [name, value] of pairs) {
      const at = env.findIndex((line) => line.startsWith(`${name}=`));
      if (at < 0) env.push(`${name}=${value}`);
      else env[at] = `${name}=${value}`;
    }
    return { config: { ...config, Env: env }, createdBy: `ENV ${pairs.map((pair) => pair.join("=")).join(" ")}` };
  },
  EXPOSE: ({ rest, range }, config, expand) => {
    const ports = expand.words(rest).flatMap((word) => exposedPorts(word, range));
    const shown = [...ports].sort();
    return {
      config: { ...config, ExposedPorts: { ...config.ExposedPorts, ...set(ports) } },
      createdBy: `EXPOSE ${listed(shown)}`,
    };
  },
  HEALTHCHECK: (instruction, config) => {
    const check = healthcheck(instruction);
    return { config: { ...config, Healthcheck: check }, createdBy: `HEALTHCHECK ${healthText(check)}` };
  },
  LABEL: ({ rest }, config, expand) => {
    const pairs = keyValues(rest, expand);
    return {
      config: { ...config, Labels: { ...config.Labels, ...Object.fromEntries(pairs) } },
      createdBy: `LABEL ${pairs.map((pair) => pair.join("=")).join(" ")}`,
    };
  },
  MAINTAINER: ({ rest }, config) => ({ config, createdBy: `MAINTAINER ${rest}` }),
  ONBUILD: ({ rest }, config) => ({
    config: { ...config, OnBuild: [...(config.OnBuild ?? []), rest] },
    createdBy: `ONBUILD ${rest}`,
  }),
  SHELL: ({ json = [] }, config) => ({
    config: { ...config, Shell: [...json] },
    createdBy: `SHELL ${listed(json)}`,
  }),
  STOPSIGNAL: ({ rest }, config, expand) => {
    const signal = expand.word(rest);
    return { config: { ...config, StopSignal: signal }, createdBy: `STOPSIGNAL ${signal}` };
  },
  USER: ({ rest }, config, expand) => {
    const user = expand.word(rest);
    return { config: { ...config, User: user }, createdBy: `USER ${user}` };
  },
  VOLUME: ({ rest, json }, config, expand) => {
    const paths = json ? json.map((path) => expand.word(path)) : expand.words(rest);
    return {
      config: { ...config, Volumes: { ...config.Volumes, ...set(paths) } },
      createdBy: `VOLUME ${listed(paths)}`,
    };
  },
};

/** Undefined for an instruction that does more than change the config. @throws BuildError */
export function changeConfig(
  instruction: Instruction,
  config: ImageConfig,
  expand: Expander,
): ConfigChange | undefined {
  return APPLY[instruction.keyword]?.(instruction, config, expand);
}

/** `a=b "c d"=e`, or the old `a b c`. */
export function keyValues(text: string, expand: Expander): [name: string, value: string][] {
  const words = splitWords(text);
  if (words[0] !== undefined && !words[0].includes("=")) {
    const name = expand.word(words[0]);
    return [[name, expand.word(text.slice(words[0].length).trim())]];
  }
  return words.map((word) => {
    const cut = word.indexOf("=");
    return [expand.word(word.slice(0, cut < 0 ? undefined : cut)), cut < 0 ? "" : expand.word(word.slice(cut + 1))];
  });
}

/** "80", "80/udp", "8000-8002". @throws BuildError */
function exposedPorts(word: string, range: Instruction["range"]): string[] {
  const match = /^(\d+)(?:-(\d+))?(?:\/(tcp|udp|sctp))?$/i.exec(word);
  const [, first = "", last = first, protocol = "tcp"] = match ?? [];
  if (!match || Number(last) < Number(first) || Number(last) > 65535)
    throw parseError(`invalid containerPort: ${word}`, range);
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, i) => `${Number(first) + i}/${protocol.toLowerCase()}`);
}

function healthcheck(instruction: Instruction): Healthcheck {
  const { rest, flags, range } = instruction;
  const [type = ""] = rest.split(/\s+/);
  if (type.toUpperCase() === "NONE") return { Test: ["NONE"] };
  const command = rest.slice(type.length).trim();
  const flag = (name: string) => flags.find((one) => one.name === name)?.value;
  const duration = (name: string) => {
    const text = flag(name);
    if (text === undefined) return {};
    const value = parseDuration(text);
    if (value === undefined) throw parseError(`time: invalid duration ${JSON.stringify(text)}`, range);
    return { [name]: value };
  };
  const times = {
    ...duration("interval"),
    ...duration("timeout"),
    ...duration("start-period"),
    ...duration("start-interval"),
  };
  const retries = flag("retries");
  return {
    Test: instruction.json ? ["CMD", ...instruction.json] : ["CMD-SHELL", command],
    ...(times.interval === undefined ? {} : { Interval: times.interval }),
    ...(times.timeout === undefined ? {} : { Timeout: times.timeout }),
    ...(times["start-period"] === undefined ? {} : { StartPeriod: times["start-period"] }),
    ...(times["start-interval"] === undefined ? {} : { StartInterval: times["start-interval"] }),
    ...(retries === undefined ? {} : { Retries: Number(retries) }),
  };
}

/** As Go's %v writes the struct. */
function healthText({
  Test,
  Interval = 0,
  Timeout = 0,
  StartPeriod = 0,
  StartInterval = 0,
  Retries = 0,
}: Healthcheck): string {
  const times = [Interval, Timeout, StartPeriod, StartInterval].map((ns) => JSON.stringify(goDuration(ns)));
  const retries = `'\\x${Retries.toString(16).padStart(2, "0")}'`;
  return `&{${quoted(Test)} ${times.join(" ")} ${retries}}`;
}

function goDuration(ns: number): string {
  if (ns === 0) return "0s";
  const seconds = ns / 1e9;
  if (seconds < 1) return `${ns / 1e6}ms`;
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${hours > 0 ? `${hours}h` : ""}${hours > 0 || minutes > 0 ? `${minutes}m` : ""}${rest}s`;
}
