import type { Cloud } from "../../cloud/cloud.ts";
import type { Process } from "../../kernel/process.ts";

/** What a command answers: what its JSON says. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export interface AzArgument {
  /** All its names, the long one first: ["--resource-group", "-g"]. */
  readonly names: readonly [string, ...string[]];
  readonly help: string;
  /** One value unless told: none, one or more, one each time it is given, a number, or true and false, where none means true. */
  readonly kind?: "flag" | "list" | "repeated" | "number" | "boolean";
  readonly required?: true;
  readonly choices?: readonly string[];
  readonly default?: string;
}

/** A command of az: a leaf of its tree. */
export interface AzCommand {
  /** "acr create" */
  readonly path: string;
  readonly summary: string;
  readonly arguments: readonly AzArgument[];
  readonly examples?: readonly (readonly [command: string, what: string])[];
  /** Answers with what is to be shown; undefined for nothing. @throws AzError, CloudError */
  readonly run: (run: AzRun) => Promise<Json | undefined>;
  /** What `--output table` shows of the answer, when that is not its plain fields. */
  readonly table?: (answer: Json) => Json;
}

/** Ends az with a message. */
export class AzError extends Error {
  /** 2 for a wrong command line, 3 for something that is not there, 1 for the rest. */
  readonly status: number;
  /** Lines that come after the message, as they are. */
  readonly advice: string;

  constructor(message: string, status = 1, advice = "") {
    super(message);
    this.name = "AzError";
    this.status = status;
    this.advice = advice;
  }
}

/** The values of arguments, by their long name without the dashes. */
export type Values = ReadonlyMap<string, readonly string[]>;

/** One run of a command. */
export class AzRun {
  readonly cloud: Cloud;
  readonly process: Process;
  readonly #values: Values;

  constructor(cloud: Cloud, process: Process, values: Values) {
    this.cloud = cloud;
    this.process = process;
    this.#values = values;
  }

  /** A value, or its default; undefined when it was not given. */
  text(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  /** A value that the command line had to give. */
  required(name: string): string {
    return this.text(name) ?? "";
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : Number(text);
  }

  list(name: string): readonly string[] | undefined {
    return this.#values.get(name);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** A true or false; undefined when it was not given. */
  boolean(name: string): boolean | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : text.toLowerCase() === "true";
  }

  /** A warning on standard error, as knack's logger writes it. */
  async warn(message: string): Promise<void> {
    const { stderr } = this.process;
    await stderr.write(stderr.isTTY ? `\x1b[93m${message}\x1b[0m\n` : `WARNING: ${message}\n`);
  }

  async out(text: string): Promise<void> {
    if (text !== "") await this.process.stdout.write(text);
  }
}
