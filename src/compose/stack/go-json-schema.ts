import { type SchemaType, typesOf } from "../file/schema/types-of.ts";
import { isList, isMap, type YamlMap, type YamlValue } from "../file/yaml/yaml-value.ts";

/** What a value may be: the part of JSON Schema that the schemas of `docker stack` use. */
export interface GoSchema {
  readonly type?: readonly SchemaType[];
  readonly properties?: Readonly<Record<string, GoSchema | undefined>>;
  readonly pattern?: { readonly keys: RegExp; readonly value: GoSchema };
  /** Keys with no schema are refused. */
  readonly closed?: boolean;
  readonly required?: readonly string[];
  readonly items?: GoSchema;
  readonly unique?: boolean;
  readonly oneOf?: readonly GoSchema[];
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly format?: { readonly name: string; readonly accepts: (text: string) => boolean };
}

interface Fault {
  readonly path: readonly string[];
  readonly kind: "type" | "oneOf" | "other";
  readonly text: string;
}

/** Faults and how well a value fits: of several alternatives, the faults of the closest one are told. */
interface Verdict {
  readonly faults: Fault[];
  score: number;
}

/**
 * The most specific thing that is wrong with a value: the deepest, of two as deep one of type (docker/cli,
 * cli/compose/schema/schema.go; the faults and their order are gojsonschema's). Undefined when nothing is.
 */
export function goSchemaError(value: YamlValue, schema: GoSchema): string | undefined {
  const { faults } = judge(value, schema, []);
  let at = 0;
  for (const [index, fault] of faults.entries()) {
    const [own, worst] = [depth(fault), depth(faults[at] ?? fault)];
    if (own > worst || (own === worst && fault.kind === "type" && faults[at]?.kind !== "type")) at = index;
  }
  const worst = faults[at];
  if (!worst) return undefined;
  const told = worst.kind === "oneOf" ? (faults[at + 1] ?? worst) : worst;
  return `${fieldOf(worst)} ${told.text}`;
}

const fieldOf = ({ path }: Fault) => (path.length === 0 ? "(root)" : path.join("."));
const depth = (fault: Fault) => fieldOf(fault).split(".").length;

function judge(value: YamlValue, schema: GoSchema, path: readonly string[]): Verdict {
  const verdict: Verdict = { faults: [], score: 0 };
  const fault = (text: string, kind: Fault["kind"] = "other") => {
    verdict.faults.push({ path, kind, text });
    verdict.score -= 2;
  };
  if (schema.type && !typesOf(value).some((type) => schema.type?.includes(type))) {
    fault(`must be a ${typeNames(schema.type)}`, "type");
    return verdict;
  }
  judgeAlternatives(value, schema, path, verdict, fault);
  if (isMap(value)) judgeKeys(value, schema, path, verdict, fault);
  if (isList(value)) judgeItems(value, schema, path, verdict, fault);
  if (schema.enum && !schema.enum.includes(String(value)))
    fault(
      `${path.join(".")} must be one of the following: ${schema.enum.map((one) => JSON.stringify(one)).join(", ")}`,
    );
  if (typeof value === "number" && schema.minimum !== undefined && value < schema.minimum)
    fault(`Must be greater than or equal to ${schema.minimum}`);
  if ((typeof value === "string" || typeof value === "number") && schema.format?.accepts(String(value)) === false)
    fault(`Does not match format '${schema.format.name}'`);
  verdict.score += value === null ? 3 : 4;
  if (isMap(value))
    for (const [key, own] of Object.entries(schema.properties ?? {})) {
      const item = value[key];
      if (own && item !== undefined) merge(verdict, judge(item, own, [...path, key]));
    }
  return verdict;
}

type Report = (text: string, kind?: Fault["kind"]) => void;

function judgeAlternatives(
  value: YamlValue,
  schema: GoSchema,
  path: readonly string[],
  verdict: Verdict,
  fault: Report,
): void {
  if (!schema.oneOf) return;
  const tries = schema.oneOf.map((branch) => judge(value, branch, path));
  const fitting = tries.filter(({ faults }) => faults.length === 0).length;
  if (fitting === 1) return;
  fault("Must validate one and only one schema (oneOf)", "oneOf");
  if (fitting > 0) return;
  const closest = tries.reduce((best, one) => (one.score > best.score ? one : best));
  merge(verdict, closest);
}

function judgeKeys(map: YamlMap, schema: GoSchema, path: readonly string[], verdict: Verdict, fault: Report): void {
  for (const key of schema.required ?? []) if (!(key in map)) fault(`${key} is required`);
  for (const [key, item] of Object.entries(map)) {
    const matches = schema.pattern?.keys.test(key) ?? false;
    if (schema.pattern && matches) merge(verdict, judge(item, schema.pattern.value, [...path, key]));
    if (!matches && schema.closed && schema.properties?.[key] === undefined)
      fault(`Additional property ${key} is not allowed`);
  }
}

function judgeItems(
  list: readonly YamlValue[],
  schema: GoSchema,
  path: readonly string[],
  verdict: Verdict,
  fault: Report,
): void {
  const { items } = schema;
  if (items) for (const [at, item] of list.entries()) merge(verdict, judge(item, items, [...path, String(at)]));
  if (!schema.unique) return;
  const seen = list.map((item) => JSON.stringify(item));
  const second = seen.findIndex((text, at) => seen.indexOf(text) < at);
  if (second >= 0) fault(`array items[${seen.indexOf(seen[second] ?? "")},${second}] must be unique`);
}

function merge(into: Verdict, { faults, score }: Verdict): void {
  into.faults.push(...faults);
  into.score += score;
}

function typeNames(types: readonly SchemaType[]): string {
  const names = types.map((type) => (type === "object" ? "mapping" : type === "array" ? "list" : type));
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} or ${last}`;
}
