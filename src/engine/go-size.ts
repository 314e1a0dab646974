const BINARY_POWER: Readonly<Record<string, number>> = { "": 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

/** A size as `--memory` reads it (go-units' RAMInBytes, in steps of 1024), in bytes; an Error with its words when it is none. */
export function parseBytes(text: string): number | Error {
  if (text === "-1") return -1;
  return parseSize(text, 1024);
}

/** A size in steps of 1000 (go-units' FromHumanSize), in bytes. */
export function parseHumanSize(text: string): number | Error {
  return parseSize(text, 1000);
}

function parseSize(text: string, step: number): number | Error {
  const lastDigit = Math.max(...[..."0123456789. "].map((char) => text.lastIndexOf(char)));
  if (lastDigit < 0) return new Error(`invalid size: '${text}'`);
  // A blank may stand between number and unit.
  const number = text.slice(0, lastDigit + 1).replace(/ $/, "");
  const suffix = text.slice(lastDigit + 1).toLowerCase();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(number)) return new Error(`invalid size: '${text}'`);
  const value = Number(number);
  if (value < 0) return new Error(`invalid size: '${text}'`);
  if (suffix === "") return Math.trunc(value);
  const unit = /^([kmgtp]?)(ib|b)?$/.exec(suffix);
  if (!unit || suffix.length > 3 || suffix === "ib") return new Error(`invalid suffix: '${suffix}'`);
  return Math.trunc(value * step ** (BINARY_POWER[unit[1] ?? ""] ?? 0));
}
