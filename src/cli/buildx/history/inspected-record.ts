import type { BuildRecord } from "../../../engine/build/build-history.ts";
import { materialsOf } from "../build-metadata.ts";
import { buildName } from "./build-name.ts";
import { recordStatus, stepCounts } from "./record-status.ts";

interface Named {
  readonly Name: string;
  readonly Value: string;
}

/** A build as `docker buildx history inspect --format json` shows it, in its order (docker/buildx, commands/history/inspect.go). */
export interface InspectedRecord {
  readonly Name: string | undefined;
  readonly Ref: string;
  readonly Context: string;
  readonly Dockerfile: string;
  readonly Target: string | undefined;
  readonly StartedAt: string;
  readonly CompletedAt: string;
  /** Nanoseconds. */
  readonly Duration: number;
  readonly Status: string;
  readonly Error: InspectedFailure | undefined;
  readonly NumCompletedSteps: number;
  readonly NumTotalSteps: number;
  readonly NumCachedSteps: number;
  readonly BuildArgs: readonly Named[] | undefined;
  readonly Labels: readonly Named[] | undefined;
  readonly Config: {
    readonly Network: string | undefined;
    readonly ExtraHosts: readonly string[] | undefined;
    readonly ImageResolveMode: string;
    readonly NoCache: true | undefined;
    readonly NoCacheFilter: readonly string[] | undefined;
  };
  readonly Materials: readonly { readonly URI: string; readonly Digests: readonly string[] }[] | undefined;
  readonly Attachments:
    | readonly { readonly Digest: string; readonly Platform?: string; readonly Type: string }[]
    | undefined;
}

interface InspectedFailure {
  readonly Code: number;
  readonly Message: string;
  readonly Name?: string;
  readonly Logs?: readonly string[];
}

/** gRPC's numbers for why a call failed. */
const CANCELED = 1;
const UNKNOWN = 2;
/** Lines of output that are shown of the step that failed. */
const LOG_LINES = 16;

/** @param cwd where the command is given: a context below it is told from there */
export function inspectedRecord(record: BuildRecord, cwd: string): InspectedRecord {
  const { ref, request, context, dockerfile, createdAt, completedAt, failure } = record;
  const { target, noCache, noCacheFilter = [], network, extraHosts = {} } = request;
  const counts = stepCounts(record);
  const hosts = Object.entries(extraHosts).map(([name, address]) => `${name}=${address}`);
  const status = recordStatus(record);
  return {
    Name: buildName(record) || undefined,
    Ref: ref,
    Context: context === "" ? "-" : below(cwd, context),
    Dockerfile: dockerfile === "" ? "Dockerfile" : below(context, dockerfile),
    Target: target || undefined,
    StartedAt: new Date(createdAt).toISOString(),
    CompletedAt: new Date(completedAt).toISOString(),
    Duration: Math.round((completedAt - createdAt) * 1e6),
    Status: status === "error" ? "failed" : status,
    Error: failure && {
      Code: failure.canceled ? CANCELED : UNKNOWN,
      Message: failure.message,
      ...failedStep(record),
    },
    NumCompletedSteps: counts.completed,
    NumTotalSteps: counts.total,
    NumCachedSteps: counts.cached,
    BuildArgs: some(named(request.buildArgs)),
    Labels: some(named(request.labels)),
    Config: {
      Network: network === "default" ? undefined : network,
      ExtraHosts: some(hosts),
      ImageResolveMode: "local",
      NoCache: noCache || undefined,
      NoCacheFilter: some(noCacheFilter),
    },
    Materials: some(materials(record)),
    Attachments: some(attachments(record)),
  };
}

/** Go leaves out what is empty. */
const some = <Item>(items: readonly Item[]): readonly Item[] | undefined => (items.length > 0 ? items : undefined);

const named = (values: Readonly<Record<string, string>>): Named[] =>
  Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([Name, Value]) => ({ Name, Value }));

/** A path as it is from a directory; as it is when it is not below it. */
function below(directory: string, path: string): string {
  if (path === directory) return ".";
  const prefix = directory.endsWith("/") ? directory : `${directory}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

function failedStep({ steps }: BuildRecord): { Name?: string; Logs?: readonly string[] } {
  const step = steps.find(({ error }) => error !== undefined);
  if (!step || step.logs.length === 0) return {};
  return { Name: step.name, Logs: step.logs.slice(-LOG_LINES).map(({ text }) => text) };
}

function materials({ steps, image }: BuildRecord) {
  if (!image?.provenance) return [];
  return materialsOf(steps).map(({ uri, digest }) => ({ URI: uri, Digests: [`sha256:${digest.sha256}`] }));
}

function attachments({ image }: BuildRecord) {
  if (!image) return [];
  const type = (kind: string) => `application/vnd.oci.image.${kind}.v1+json`;
  const manifest = { Digest: image.manifest, Platform: "linux/amd64", Type: type("manifest") };
  if (image.provenance === undefined) return [{ Digest: image.manifest, Type: type("manifest") }];
  return [
    { Digest: image.index, Type: type("index") },
    { Digest: image.provenance, Type: "https://slsa.dev/provenance/v0.2" },
    manifest,
  ];
}
