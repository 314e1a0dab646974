import type { Scalar } from "yaml";

/**
 * A scalar as go-yaml resolves it: plain `true`, `12`, `0x1f`, `0644` (octal), `1.5` and `null` are values, everything
 * else and everything quoted is text (YAML 1.2 with the octal numbers of 1.1).
 */
export function scalarValue(node: Scalar): string | number | boolean | null {
  const text = node.source ?? (typeof node.value === "string" ? node.value : "");
  if (node.tag === "!!str" || node.tag === "tag:yaml.org,2002:str") return text;
  if (node.type !== "PLAIN") return typeof node.value === "string" ? node.value : text;
  return plainValue(text);
}

const WORDS: Readonly<Record<string, boolean | null>> = {
  "": null,
  "~": null,
  null: null,
  Null: null,
  NULL: null,
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
};

const SPECIAL: Readonly<Record<string, number>> = {
  ".inf": Number.POSITIVE_INFINITY,
  "+.inf": Number.POSITIVE_INFINITY,
  "-.inf": Number.NEGATIVE_INFINITY,
  ".nan": Number.NaN,
};

/** A plain scalar's value. @param text without quotes */
export function plainValue(text: string): string | number | boolean | null {
  if (Object.hasOwn(WORDS, text)) return WORDS[text] ?? null;
  const special = SPECIAL[text.toLowerCase()];
  if (special !== undefined) return special;
  if (!/^[-+.0-9]/.test(text)) return text;
  const digits = text.replaceAll("_", "");
  const sign = digits.startsWith("-") ? -1 : 1;
  const bare = digits.replace(/^[-+]/, "");
  if (/^0x[0-9a-f]+$/i.test(bare) || /^0b[01]+$/i.test(bare) || /^0o[0-7]+$/i.test(bare)) return sign * Number(bare);
  if (/^0[0-7]+$/.test(bare)) return sign * Number.parseInt(bare, 8);
  if (/^(0|[1-9][0-9]*)$/.test(bare)) return whole(text, sign * Number(bare));
  return /^(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?$/i.test(bare) ? sign * Number(bare) : text;
}

/** A number that would lose digits stays text. */
function whole(text: string, value: number): number | string {
  return Number.isSafeInteger(value) ? value : text;
}
