import { invalid } from "../errors.ts";
import { parseBytes } from "../go-size.ts";
import type { HostConfig } from "./container.ts";

type LogConfig = HostConfig["LogConfig"];

/** What each driver takes; of the ones that are not here, nothing is asked. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  "json-file": "compress env env-regex labels labels-regex max-file max-size tag".split(" "),
  local: "compress max-file max-size".split(" "),
  syslog: (
    "env env-regex labels labels-regex syslog-address syslog-facility syslog-format syslog-tls-ca-cert syslog-tls-cert " +
    "syslog-tls-key syslog-tls-skip-verify tag"
  ).split(" "),
  journald: "env env-regex labels labels-regex tag".split(" "),
};

/** What a driver cannot do without, and what it says then. */
const NEEDED: Readonly<Record<string, readonly [option: string, error: string]>> = {
  awslogs: ["awslogs-group", "must specify a value for log opt 'awslogs-group'"],
  gelf: ["gelf-address", "gelf-address is a required parameter"],
};

const DRIVERS: ReadonlySet<string> = new Set(
  "awslogs fluentd gcplogs gelf journald json-file local none splunk syslog".split(" "),
);

/** Options that are every driver's: how much a container may wait for its log. */
const COMMON: ReadonlySet<string> = new Set(["max-buffer-size", "mode"]);

/** Whether a container may have such a log. @throws EngineError (moby, daemon/logger/factory.go, ValidateLogOpts) */
export function checkLogConfig({ Type, Config }: LogConfig): void {
  if (Type === "none") return;
  const { mode = "", "max-buffer-size": buffer } = Config;
  if (!["", "blocking", "non-blocking"].includes(mode)) throw invalid(`logger: logging mode not supported: ${mode}`);
  if (buffer !== undefined) {
    if (mode !== "non-blocking")
      throw invalid("logger: max-buffer-size option is only supported with 'mode=non-blocking'");
    const size = parseBytes(buffer);
    if (size instanceof Error) throw invalid(`error parsing option max-buffer-size: ${size.message}`);
  }
  if (!DRIVERS.has(Type)) throw invalid(`error looking up logging plugin ${Type}: plugin "${Type}" not found`);
  const [needed, why] = NEEDED[Type] ?? [];
  if (needed !== undefined && (Config[needed] ?? "") === "") throw invalid(why ?? "");
  const known = OPTIONS[Type];
  const unknown = known && Object.keys(Config).find((key) => !COMMON.has(key) && !known.includes(key));
  if (unknown === undefined) return;
  throw invalid(`unknown log opt '${unknown}' for ${Type === "local" ? "log driver local" : `${Type} log driver`}`);
}
