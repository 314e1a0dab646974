import type { Schema } from "./schema-check.ts";
import type { SchemaType } from "./types-of.ts";

/** Parts that the Compose Specification's schema uses in several places. */

export const is = (...type: SchemaType[]): Schema => ({ type });

export const string = is("string");
export const boolean = is("boolean", "string");
export const integer = is("integer", "string");
export const number = is("number", "string");

export const oneOf = (...branches: Schema[]): Schema => ({ oneOf: branches });

export const listOf = (items: Schema, unique = false): Schema => ({ type: ["array"], items, unique });

export const strings = listOf(string, true);
export const stringOrList = oneOf(string, strings);

/** Keys that start with `x-` hold whatever their author likes. */
const EXTENSIONS = { pattern: /^x-/, value: {} };

/** A mapping with these keys, and no others but `x-`. */
export const mapping = (properties: Readonly<Record<string, Schema>>, required?: readonly string[]): Schema => ({
  type: ["object"],
  properties,
  keys: EXTENSIONS,
  closed: true,
  ...(required ? { required } : {}),
});

/** A mapping that may be left empty in the file. */
export const optional = (schema: Schema): Schema => ({ ...schema, type: ["object", "null"] });

/** A mapping whose keys the author chooses. */
export const named = (value: Schema, closed = true, pattern = /^[a-zA-Z0-9._-]+$/): Schema => ({
  type: ["object"],
  keys: { pattern, value },
  closed,
});

/** `KEY: value` or `- KEY=value`. */
export const listOrMap = oneOf(named(is("string", "number", "boolean", "null"), true, /.+/), strings);

export const options = (...type: SchemaType[]): Schema => named(is(...type), false, /^.+$/);

export const command = oneOf(is("null"), string, listOf(string));

export const extraHosts = oneOf(named(oneOf(string, listOf(string)), true, /.+/), strings);

/** `external: true`, or the old `external: {name: …}`. */
export const external: Schema = { ...mapping({ name: string }), type: ["boolean", "string", "object"] };

export const hook = mapping(
  { command, user: string, privileged: boolean, working_dir: string, environment: listOrMap },
  ["command"],
);

export const fileReferences = listOf(
  oneOf(string, mapping({ source: string, target: string, uid: string, gid: string, mode: number })),
);

export const ulimits = named(
  oneOf(integer, mapping({ hard: integer, soft: integer }, ["soft", "hard"])),
  false,
  /^[a-z]+$/,
);
