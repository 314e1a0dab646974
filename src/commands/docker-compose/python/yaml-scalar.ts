import { PyFloat, type PyValue } from "./py-value.ts";

const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INTEGER =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
/** A day, perhaps with a time: Python makes a date of it, which no key of a compose file takes. */
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}$|^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d/;

/** A plain scalar as PyYAML's resolver takes it (yaml/resolver.py, yaml/constructor.py). */
export function plainScalar(text: string): PyValue {
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  if (INTEGER.test(text)) return integer(text.replaceAll("_", ""));
  return FLOAT.test(text) ? float(text.replaceAll("_", "").toLowerCase()) : text;
}

/** Whether a text written plain would come back as something else: it is dumped in quotes then. */
export function resolvesToOther(text: string): boolean {
  return typeof plainScalar(text) !== "string" || TIMESTAMP.test(text) || text === "=" || text === "<<";
}

function integer(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.replace(/^[-+]/, "");
  if (digits.includes(":")) return sign * sexagesimal(digits);
  if (/^0[bx]/.test(digits)) return sign * Number(digits);
  return sign * (digits.startsWith("0") && digits.length > 1 ? Number.parseInt(digits, 8) : Number(digits));
}

function float(text: string): PyFloat {
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.replace(/^[-+]/, "");
  if (digits === ".inf") return new PyFloat(sign * Number.POSITIVE_INFINITY);
  if (digits === ".nan") return new PyFloat(Number.NaN);
  return new PyFloat(sign * (digits.includes(":") ? sexagesimal(digits) : Number(digits)));
}

/** 1:30 is ninety. */
const sexagesimal = (text: string) => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
