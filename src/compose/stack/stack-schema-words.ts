import { parseDuration } from "../../engine/go-duration.ts";
import { PortSpecError, parsePortSpec } from "../../engine/network/port-spec.ts";
import type { GoSchema } from "./go-json-schema.ts";

/** What the schemas of a stack's file are written in (docker/cli, cli/compose/schema/data). */

/** The properties of a mapping by name; one that is undefined is there in no such version. */
export type Properties = Readonly<Record<string, GoSchema | undefined>>;

/** Of one of these types. */
export const is = (...type: NonNullable<GoSchema["type"]>): GoSchema => ({ type });
export const string = is("string");
export const integer = is("integer");
export const boolean = is("boolean");
/** A mapping with no other keys. */
export const closed = (properties: Properties): GoSchema => ({ type: ["object"], properties, closed: true });
/** A mapping that may have others, too. */
export const open = (properties: Properties): GoSchema => ({ type: ["object"], properties });
/** A list of these. */
export const listOf = (items: GoSchema, unique = false): GoSchema => ({ type: ["array"], items, unique });
/** A mapping by names. */
export const named = (value: GoSchema, keys = /^[a-zA-Z0-9._-]+$/): GoSchema => ({
  type: ["object"],
  pattern: { keys, value },
  closed: true,
});
/** A mapping by any words. */
export const options = (...type: NonNullable<GoSchema["type"]>): GoSchema => ({
  type: ["object"],
  pattern: { keys: /^.+$/, value: is(...type) },
});
export const strings = listOf(string, true);
export const stringOrList: GoSchema = { oneOf: [string, strings] };
export const listOrMap: GoSchema = { oneOf: [named(is("string", "number", "null"), /.+/), strings] };
export const command: GoSchema = { oneOf: [string, listOf(string)] };
/** The secrets or configs of a service. */
export const fileReferences = listOf({
  oneOf: [string, open({ source: string, target: string, uid: string, gid: string, mode: is("number") })],
});

export const ports = { name: "ports", accepts: isPort };
export const duration: GoSchema = {
  type: ["string"],
  format: { name: "duration", accepts: (text) => !(parseDuration(text) instanceof Error) },
};

function isPort(text: string): boolean {
  try {
    // Of a number with a fraction the client looks at the whole part.
    return parsePortSpec(text.replace(/^(\d+)\.\d+$/, "$1")).length > 0;
  } catch (error) {
    if (error instanceof PortSpecError) return false;
    throw error;
  }
}
