import type { Healthcheck } from "../container/container.ts";
import { checkSignal } from "../container/signal-name.ts";
import { EngineError } from "../errors.ts";
import { durationString } from "../go-duration.ts";
import type { ImageConfig } from "../image/image.ts";
import { BuildError } from "./build-error.ts";
import type { Instruction } from "./dockerfile.ts";
import { exposedPorts } from "./exposed-ports.ts";
import { readHealthcheck } from "./healthcheck-instruction.ts";
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
    const words = commandWords(instruction, config);
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
  EXPOSE: ({ rest }, config, expand) => {
    const ports = expand.words(rest).flatMap(exposedPorts);
    const shown = [...ports].sort();
    return {
      config: { ...config, ExposedPorts: { ...config.ExposedPorts, ...set(ports) } },
      createdBy: `EXPOSE ${listed(shown)}`,
    };
  },
  HEALTHCHECK: (instruction, config) => {
    const check = readHealthcheck(instruction);
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
    checkStopSignal(signal);
    return { config: { ...config, StopSignal: signal }, createdBy: `STOPSIGNAL ${signal}` };
  },
  USER: ({ rest }, config, expand) => {
    const user = expand.word(rest);
    return { config: { ...config, User: user }, createdBy: `USER ${user}` };
  },
  VOLUME: ({ rest, json }, config, expand) => {
    const paths = (json ?? rest.split(/\s+/)).map((path) => expand.word(path));
    if (paths.includes("")) throw new BuildError("VOLUME specified can not be an empty string");
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

/** Any number but 0 can be one (moby/sys/signal, ParseSignal). @throws BuildError */
function checkStopSignal(text: string): void {
  if (/^[+-]?\d+$/.test(text) && Number(text) !== 0) return;
  try {
    checkSignal(text);
  } catch (error) {
    if (error instanceof EngineError) throw new BuildError(error.message);
    throw error;
  }
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
  const times = [Interval, Timeout, StartPeriod, StartInterval].map((ns) => JSON.stringify(durationString(ns)));
  const retries = `'\\x${Retries.toString(16).padStart(2, "0")}'`;
  return `&{${quoted(Test)} ${times.join(" ")} ${retries}}`;
}
