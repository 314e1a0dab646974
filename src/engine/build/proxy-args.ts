import type { Variables } from "./words.ts";

const PROXIES: ReadonlySet<string> = new Set(["http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy"]);

/**
 * What `--build-arg HTTP_PROXY=…` and its like set in every RUN, in both cases, without an ARG and without a word in the
 * history (buildkit, dockerfile2llb/convert.go, proxyEnvFromBuildArgs).
 */
export function proxyVariables(buildArgs: Variables): Record<string, string> {
  const given = Object.entries(buildArgs).filter(([name]) => PROXIES.has(name.toLowerCase()));
  return Object.fromEntries(
    given.flatMap(([name, value]) => [
      [name.toUpperCase(), value],
      [name.toLowerCase(), value],
    ]),
  );
}
