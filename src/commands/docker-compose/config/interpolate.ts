import { ConfigurationError } from "../failures.ts";
import { isList, isMap, mapValues, type PyMap, type PyValue, pyStr } from "../python/py-value.ts";
import { convert } from "./convert.ts";
import type { Environment } from "./environment.ts";
import type { Format } from "./version.ts";

/** A text that is no template. */
class InvalidTemplate extends Error {}

/** `${X?words}` of a variable that is not there. */
class RequiredMissing extends Error {}

/** `$$`, `$X`, `${X}` and, in the newer format, `${X:-default}`, `${X-default}`, `${X:?error}` and `${X?error}`. */
const TEMPLATES: Readonly<Record<Format, RegExp>> = {
  v1: /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{([_a-z][_a-z0-9]*)()\}|)/gi,
  spec: /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{([_a-z][_a-z0-9]*)((?:[:]?[-?])[^}]*)?\}|)/gi,
};

/**
 * Fills variables into a section of a file and gives what came of it the type its key asks for
 * (compose/config/interpolation.py).
 * @param section "service", "network" …: what messages call its members
 * @throws ConfigurationError
 */
export function interpolateSection(format: Format, config: PyMap, section: string, environment: Environment): PyMap {
  return mapValues(config, (member, name) =>
    mapValues(isMap(member) ? member : {}, (value, key) => {
      try {
        return visit(value, `${section}/${name}/${key}`, format, environment);
      } catch (error) {
        throw failure(error, { section, name, key, value });
      }
    }),
  );
}

function visit(value: PyValue, path: string, format: Format, environment: Environment): PyValue {
  if (typeof value === "string") return convert(path, fill(value, format, environment));
  if (isMap(value)) return mapValues(value, (item, key) => visit(item, `${path}/${key}`, format, environment));
  if (isList(value)) return value.map((item) => visit(item, path, format, environment));
  return convert(path, value);
}

/** @throws InvalidTemplate, RequiredMissing */
function fill(text: string, format: Format, environment: Environment): string {
  return text.replace(TEMPLATES[format], (_, escaped?: string, named?: string, braced?: string, operator?: string) => {
    if (escaped !== undefined) return "$";
    const name = named ?? braced;
    if (name === undefined) throw new InvalidTemplate(text);
    return operator ? withOperator(name, operator, environment) : environment.substitute(name);
  });
}

function withOperator(name: string, operator: string, environment: Environment): string {
  const [, sign = "", argument = ""] = /^(:?[-?])(.*)$/s.exec(operator) ?? [];
  const value = environment.get(name);
  const set = sign.startsWith(":") ? value : environment.has(name) ? (value ?? "None") : undefined;
  if (sign.endsWith("-")) return sign === ":-" ? value || argument : (set ?? argument);
  if (set === undefined || (sign === ":?" && set === "")) throw new RequiredMissing(argument || name);
  return set;
}

function failure(
  error: unknown,
  { section, name, key, value }: { section: string; name: string; key: string; value: PyValue },
): unknown {
  if (error instanceof InvalidTemplate)
    return new ConfigurationError(
      `Invalid interpolation format for "${key}" option in ${section} "${name}": "${error.message}"`,
    );
  if (error instanceof RequiredMissing)
    return new ConfigurationError(
      `Missing mandatory value for "${key}" option interpolating ${pyStr(value)} in ${section} "${name}": ${error.message}`,
    );
  return error;
}
