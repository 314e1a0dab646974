import type { FlagCheck } from "./flags.ts";

/**
 * What lists of values ask of each (docker/cli, `opts`), by flag name: for every command whose flag of that name is of
 * type "list".
 */
export const LIST_CHECKS: Readonly<Record<string, FlagCheck>> = {
  "add-host": extraHost,
  attach: (value) =>
    /^(stdin|stdout|stderr)$/i.test(value) ? undefined : "valid streams are STDIN, STDOUT and STDERR",
  "container-label": label,
  dns: (value) => (isAddress(value.trim()) ? undefined : `IP address is not correctly formatted: ${value}`),
  env: environment,
  "env-add": environment,
  host: extraHost,
  "host-add": extraHost,
  label,
};

function environment(value: string): string | undefined {
  return value === "" || value.startsWith("=") ? `invalid environment variable: ${value}` : undefined;
}

function label(value: string): string | undefined {
  const key = (value.split("=")[0] ?? "").replace(/^[ \t]+/, "");
  if (key === "") return `invalid label '${value}': empty name`;
  return /[ \t]/.test(key) ? `label '${key}' contains whitespaces` : undefined;
}

/** `name:address` or `name=address`. */
function extraHost(value: string): string | undefined {
  const [, name = "", address = ""] = /^([^=]*)=(.*)$/.exec(value) ?? /^([^:]*):(.*)$/.exec(value) ?? [];
  if (name === "" || name.includes(":") || !/[=:]/.test(value))
    return `bad format for add-host: ${JSON.stringify(value)}`;
  if (address === "host-gateway" || isAddress(address.replace(/^\[(.*)\]$/, "$1"))) return undefined;
  return `invalid IP address in add-host: ${JSON.stringify(address)}`;
}

/** Whether a text is an address, IPv4 or IPv6. */
export function isAddress(text: string): boolean {
  if (/^\d+(\.\d+){3}$/.test(text)) return text.split(".").every((part) => Number(part) < 256 && !/^0\d/.test(part));
  return /^[0-9a-f:]*:[0-9a-f:.]*$/i.test(text) && text.split(":").length >= 3;
}
