import type { Engine } from "../engine.ts";
import type { Vertex } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";

/** A build that is over, as BuildKit keeps it: plain data. */
export interface BuildRecord {
  readonly ref: string;
  /** Where it began on the client: an absolute path; "" for what was sent. */
  readonly context: string;
  /** An absolute path; "" for a Dockerfile that was sent. */
  readonly dockerfile: string;
  readonly request: Pick<
    BuildRequest,
    "target" | "buildArgs" | "labels" | "noCache" | "noCacheFilter" | "network" | "extraHosts"
  >;
  /** ms of the lab's clock. */
  readonly createdAt: number;
  readonly completedAt: number;
  readonly steps: readonly Vertex[];
  /** Digests of what was made; undefined when it made files, or nothing. */
  readonly image?: { readonly index: string; readonly manifest: string; readonly provenance?: string };
  readonly failure?: BuildFailure;
}

/** Why a build failed. */
interface BuildFailure {
  readonly message: string;
  /** The lines of the Dockerfile that it is about; "" when it is about none. */
  readonly excerpt: string;
  readonly canceled: boolean;
}

/** How many BuildKit keeps (moby, builder/builder-next/controller.go). */
const KEPT = 50;

/** Keeps what was built; the oldest goes when there are too many. */
export function recordBuild({ state }: Engine, record: BuildRecord): void {
  state.images.builds = [...(state.images.builds ?? []), record].slice(-KEPT);
}

/** What was built, the newest first. */
export const buildRecords = ({ state }: Pick<Engine, "state">): BuildRecord[] =>
  [...(state.images.builds ?? [])].sort((a, b) => b.createdAt - a.createdAt);

/** Forgets a build; of one that is not known, nothing. */
export function forgetBuild({ state }: Engine, ref: string): void {
  state.images.builds = (state.images.builds ?? []).filter((record) => record.ref !== ref);
}
