import { AwkError } from "./awk-error.ts";
import { toNumber, type Value } from "./value.ts";

/** A number by C's `%g` and its like. */
export function formatNumber(value: number, conversion: string, precision: number, isAlternate: boolean): string {
  if (!Number.isFinite(value)) {
    const text = Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
    return /[A-Z]/.test(conversion) ? text.toUpperCase() : text;
  }
  const exponential = (digits: number) => value.toExponential(digits).replace(/e([-+])(\d)$/, "e$10$2");
  let text: string;
  switch (conversion.toLowerCase()) {
    case "e":
      text = exponential(precision);
      break;
    case "f":
      text =
        Math.abs(value) >= 1e21
          ? BigInt(value).toString() + (precision > 0 ? `.${"0".repeat(precision)}` : "")
          : value.toFixed(Math.min(100, precision));
      break;
    default: {
      const digits = precision === 0 ? 1 : precision;
      const exponent = value === 0 ? 0 : Number(value.toExponential(digits - 1).replace(/^.*e/, ""));
      text =
        exponent < -4 || exponent >= digits
          ? exponential(digits - 1)
          : value.toFixed(Math.max(0, digits - 1 - exponent));
      if (!isAlternate) text = text.replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "");
    }
  }
  return /[A-Z]/.test(conversion) ? text.toUpperCase() : text;
}

/** `sprintf`. @param text how a value is written where a string is wanted @throws AwkError when there are too few values */
export function sprintf(format: string, values: readonly Value[], text: (value: Value) => string): string {
  let at = 0;
  const next = (): Value => {
    if (at >= values.length) throw new AwkError(`run time error: not enough arguments passed to printf("${format}")`);
    return values[at++];
  };
  return format.replace(
    /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?(?:hh|h|ll|l|L|q|j|z|t)?([a-zA-Z%])/g,
    (whole, flags: string, width: string | undefined, precision: string | undefined, conversion: string) => {
      if (conversion === "%") return "%";
      const hasPrecision = /\.(?:\*|\d+)?(?:hh|h|ll|l|L|q|j|z|t)?[a-zA-Z]$/.test(whole);
      const number = (given: string | undefined) => (given === "*" ? toNumber(next()) : Number(given ?? 0));
      const columns = number(width);
      const digits = hasPrecision ? number(precision) : undefined;
      const isLeft = flags.includes("-") || columns < 0;
      const body = converted(conversion, flags, digits, next, text);
      if (body === undefined) return whole;
      const size = Math.abs(columns);
      if (isLeft) return body.padEnd(size);
      const isPadded =
        flags.includes("0") &&
        "dieEfFgGouxX".includes(conversion) &&
        (digits === undefined || "eEfFgG".includes(conversion));
      if (!isPadded) return body.padStart(size);
      const [, sign = "", rest = ""] = /^([-+ ]?)(.*)$/s.exec(body) ?? [];
      return sign + rest.padStart(size - sign.length, "0");
    },
  );
}

function converted(
  conversion: string,
  flags: string,
  digits: number | undefined,
  next: () => Value,
  text: (value: Value) => string,
): string | undefined {
  const signed = (body: string) =>
    body.startsWith("-") ? body : flags.includes("+") ? `+${body}` : flags.includes(" ") ? ` ${body}` : body;
  switch (conversion) {
    case "d":
    case "i": {
      const value = Math.trunc(toNumber(next()));
      if (!Number.isFinite(value)) return signed(formatNumber(value, "f", 0, false));
      const plain = BigInt(value).toString();
      return signed(digits === undefined ? plain : plain.replace(/\d+/, (found) => found.padStart(digits, "0")));
    }
    case "o":
    case "u":
    case "x":
    case "X": {
      const value = Math.trunc(toNumber(next()));
      const base = conversion === "o" ? 8 : conversion === "u" ? 10 : 16;
      const plain = BigInt.asUintN(64, BigInt(Number.isFinite(value) ? value : 0))
        .toString(base)
        .padStart(digits ?? 0, "0");
      const marked =
        flags.includes("#") && value !== 0 ? (base === 16 ? `0x${plain}` : base === 8 ? `0${plain}` : plain) : plain;
      return conversion === "X" ? marked.toUpperCase() : marked;
    }
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G":
      return signed(formatNumber(toNumber(next()), conversion, digits ?? 6, flags.includes("#")));
    case "c": {
      const value = next();
      return typeof value === "string"
        ? value.charAt(0)
        : value === undefined
          ? ""
          : String.fromCharCode(Math.trunc(toNumber(value)) & 0xff);
    }
    case "s": {
      const shown = text(next());
      return digits === undefined ? shown : shown.slice(0, digits);
    }
    default:
      return undefined;
  }
}
