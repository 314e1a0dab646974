import { LIST_CHECKS } from "../flag-checks.ts";
import type { FlagCheck } from "../flags.ts";
import { payloadCheck } from "../payload/references.ts";
import { ulimitError } from "./container-options.ts";
import { mountCheck, networkFlagError, portCheck } from "./service-spec.ts";
import { shellWordsError } from "./shell-words.ts";

/** docker/cli, `cli/command/service/opts.go`. */
const preference: FlagCheck = (value) => {
  const fields = value.split("=");
  if (fields.length !== 2) return 'placement preference must be of the format "<strategy>=<arg>"';
  return fields[0] === "spread"
    ? undefined
    : `unsupported placement preference ${fields[0]} (only spread is supported)`;
};

const genericResource: FlagCheck = (value) =>
  /^[^=]+=/.test(value) ? undefined : `invalid generic-resource format \`${value}\` expected \`name=value\``;

const credentialSpec: FlagCheck = (value) =>
  value === "" || /^(config|file|registry):\/\//.test(value)
    ? undefined
    : 'invalid credential spec: value must be prefixed with "config://", "file://", or "registry://"';

const domain: FlagCheck = (value) =>
  value.trim() === "." || /^[a-zA-Z0-9](?:[\w-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[\w-]*[a-zA-Z0-9])?)*\.?$/.test(value)
    ? undefined
    : `${value} is not a valid domain`;

/** What the flags of `docker service create` and `update` ask of their values, by the words both begin with. */
const VALUES: Readonly<Record<string, FlagCheck>> = {
  publish: portCheck,
  mount: mountCheck,
  secret: payloadCheck("secret"),
  config: payloadCheck("config"),
  network: networkFlagError,
  "placement-pref": preference,
  ulimit: ulimitError,
  "generic-resource": genericResource,
  "dns-search": domain,
};

const BOTH: Readonly<Record<string, FlagCheck>> = {
  "credential-spec": credentialSpec,
  entrypoint: shellWordsError,
};

export const CREATE_CHECKS: Readonly<Record<string, FlagCheck>> = { ...VALUES, ...BOTH };

export const UPDATE_CHECKS: Readonly<Record<string, FlagCheck>> = {
  ...Object.fromEntries(Object.entries(VALUES).map(([name, check]) => [`${name}-add`, check])),
  ...BOTH,
  args: shellWordsError,
  "publish-rm": portCheck,
  "placement-pref-rm": preference,
  "label-add": (value) => LIST_CHECKS.label?.(value),
  "container-label-add": (value) => LIST_CHECKS.label?.(value),
  "dns-add": (value) => LIST_CHECKS.dns?.(value),
};
