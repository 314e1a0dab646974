import { durationString, parseDuration } from "../../engine/go-duration.ts";
import { parseBytes } from "../../engine/go-size.ts";
import { ComposeError } from "../compose-error.ts";
import { scalarText, type YamlValue } from "./yaml/yaml-value.ts";

/** Scalars that may be written as text because a variable stood there. Each throws ComposeError in compose-go's words. */

/** @param path "services.web.tty" */
export function toBoolean(value: YamlValue, path: string): YamlValue {
  if (typeof value !== "string") return value;
  if (/^(true|yes|y|on|1)$/i.test(value)) return true;
  if (/^(false|no|n|off|0)$/i.test(value)) return false;
  throw new ComposeError(
    `error while interpolating ${path}: failed to cast to expected type: invalid boolean: ${value}`,
  );
}

export function toInteger(value: YamlValue, path: string): YamlValue {
  if (typeof value !== "string") return value;
  if (/^[-+]?\d+$/.test(value)) return Number(value);
  throw new ComposeError(
    `error while interpolating ${path}: failed to cast to expected type: strconv.Atoi: parsing "${value}": invalid syntax`,
  );
}

export function toNumber(value: YamlValue, path: string): YamlValue {
  if (typeof value !== "string") return value;
  const number = Number(value);
  if (value.trim() !== "" && Number.isFinite(number)) return number;
  throw new ComposeError(
    `error while interpolating ${path}: failed to cast to expected type: strconv.ParseFloat: parsing "${value}": invalid syntax`,
  );
}

/** A duration as Go writes it: "90s" is "1m30s". */
export function toDuration(value: YamlValue, path: string): YamlValue {
  const text = scalarText(value);
  const ns = /^[0-9]+$/.test(text)
    ? Number(text)
    : parseDuration(text.replace(/^(\d+)d/, (_, days: string) => `${Number(days) * 24}h`));
  if (ns instanceof Error) throw decodeError(path, ns.message);
  return durationString(ns);
}

/** Bytes as decimal digits: "64m" is "67108864". */
export function toBytes(value: YamlValue, path: string): YamlValue {
  if (typeof value === "number") return String(Math.trunc(value));
  const bytes = parseBytes(scalarText(value));
  if (bytes instanceof Error) throw decodeError(path, bytes.message);
  return String(bytes);
}

/** What mapstructure says of a value that does not fit: 'services[web].mem_limit'. */
export function decodeError(path: string, message: string): ComposeError {
  const [top = "", name = "", ...rest] = path.split(".");
  return new ComposeError(
    `decoding failed due to the following error(s):\n\n'${[`${top}[${name}]`, ...rest].join(".")}' ${message}`,
  );
}

/** "0444", as Compose writes a file's mode; a number in the file was octal already. */
export function toMode(value: YamlValue): YamlValue {
  const mode = typeof value === "number" ? value : Number.parseInt(scalarText(value), 8);
  return Number.isNaN(mode) ? value : `0${mode.toString(8)}`;
}
