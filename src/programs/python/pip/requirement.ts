import { normalised } from "./index.ts";

/** What is asked for: a package, perhaps with extras and bounds on its version (PEP 508). */
export interface Requirement {
  readonly name: string;
  /** As it is written, normalised: "anyio<5,>=4.0.0". */
  readonly text: string;
  readonly specifiers: readonly (readonly [operator: string, version: string])[];
}

/** Reads a requirement; undefined when it is none. Markers are taken as true, extras are left aside. */
export function parseRequirement(text: string): Requirement | undefined {
  const bare = text.replace(/;.*$/, "").trim();
  const match = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(\[[^\]]*\])?\s*(.*)$/.exec(bare);
  if (!match) return undefined;
  const [, name = "", extras = "", rest = ""] = match;
  const specifiers: [string, string][] = [];
  for (const part of rest.replace(/^\((.*)\)$/, "$1").split(",")) {
    if (part.trim() === "") continue;
    const one = /^\s*(===|==|~=|!=|<=|>=|<|>)\s*([A-Za-z0-9.*+!-]+)\s*$/.exec(part);
    if (!one) return undefined;
    specifiers.push([one[1] ?? "", one[2] ?? ""]);
  }
  const bounds = specifiers.map(([operator, version]) => operator + version).sort();
  return { name, text: `${name}${extras}${bounds.join(",")}`, specifiers };
}

export const keyOf = ({ name }: Requirement): string => normalised(name);

/** Compares versions by their numbers: below, equal, above. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(/[.+-]/).map((part) => Number.parseInt(part, 10) || 0));
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** Whether a version is one of those asked for (PEP 440). */
export function isSatisfied({ specifiers }: Requirement, version: string): boolean {
  return specifiers.every(([operator, wanted]) => {
    const order = compareVersions(version, wanted);
    if (operator === "==" || operator === "===" || operator === "!=") {
      const same = wanted.endsWith(".*") ? `${version}.`.startsWith(wanted.slice(0, -1)) : order === 0;
      return operator === "!=" ? !same : same;
    }
    if (operator === "~=")
      return order >= 0 && `${version}.`.startsWith(`${wanted.split(".").slice(0, -1).join(".")}.`);
    if (operator === ">=") return order >= 0;
    if (operator === "<=") return order <= 0;
    return operator === ">" ? order > 0 : order < 0;
  });
}
