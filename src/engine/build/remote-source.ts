import { fetchHttp, HttpFailure, headerOf } from "../../kernel/http.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import { sha256 } from "../../kernel/sha256.ts";
import { buildNetwork } from "../container/step-network.ts";
import { BuildError } from "./build-error.ts";
import { treeOver } from "./copy-files.ts";
import type { CopyItem, CopySource } from "./copy-source.ts";
import type { Instruction } from "./dockerfile.ts";
import { flagOf, type StepContext } from "./file-step.ts";

/**
 * What ADD brings from a web server of the lab: one file, readable by its owner alone.
 * @throws BuildError when the server does not answer with it, or the checksum is another
 */
export async function fetchRemote(
  { engine, extraHosts, network, signal }: StepContext,
  instruction: Instruction,
  url: string,
): Promise<{ source: CopySource; items: CopyItem[] }> {
  const { range } = instruction;
  if (!url.startsWith("http://") || /\.git(#|$)/.test(url))
    throw new BuildError(`this playground cannot fetch ${url}: it has no way to the Internet`, range);
  const space = network === "host" ? engine.ports.host.network : buildNetwork(engine, network === "none", extraHosts);
  const response = await fetchHttp(space, url, {}, signal).catch((error: unknown) => {
    if (error instanceof NetworkError || error instanceof HttpFailure)
      throw new BuildError(`failed to load cache key: Get ${JSON.stringify(url)}: ${goReason(error, url)}`, range);
    throw error;
  });
  if (response.status !== 200)
    throw new BuildError(`failed to load cache key: invalid response status ${response.status}`, range);
  const expected = flagOf(instruction, "checksum");
  const digest = `sha256:${sha256(response.body)}`;
  if (expected !== undefined && expected !== digest)
    throw new BuildError(`failed to load cache key: digest mismatch ${digest}: ${expected}`, range);
  const name = new URL(url).pathname.split("/").at(-1) || "__unnamed__";
  const { files } = treeOver(engine, []);
  files.writeFile(`/${name}`, response.body, { mode: 0o600 });
  const modified = Date.parse(headerOf(response.headers, "Last-Modified") ?? "");
  files.touch(`/${name}`, Number.isNaN(modified) ? 0 : modified);
  return { source: { files, root: "/" }, items: [{ path: `/${name}`, isDirectory: false }] };
}

/** As Go's net package tells it. */
function goReason(error: NetworkError | HttpFailure, url: string): string {
  const { hostname, port } = new URL(url);
  if (!(error instanceof NetworkError)) return "EOF";
  if (error.code === "ENOTFOUND") return `dial tcp: lookup ${hostname}: no such host`;
  const why = error.code === "ECONNREFUSED" ? "connection refused" : "no route to host";
  return `dial tcp ${hostname}:${port || "80"}: connect: ${why}`;
}
