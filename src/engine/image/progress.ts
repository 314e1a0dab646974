import type { RegistryCredentials } from "../engine.ts";

/** A line of progress, as the daemon streams it (moby's jsonmessage). */
export interface ProgressEvent {
  /** What the line is about: the first digits of a layer's digest, or a tag. */
  readonly id?: string;
  readonly status: string;
  /** There for a line that is written over again and again; absent for one that stands. */
  readonly progress?: ProgressDetail;
}

export interface ProgressDetail {
  readonly current?: number;
  readonly total?: number;
  /** Bytes unless told ("s"). */
  readonly units?: string;
}

export type ProgressListener = (event: ProgressEvent) => void | Promise<void>;

export interface TransferOptions {
  /** For a registry that does not let everybody in. */
  readonly credentials?: RegistryCredentials | undefined;
  readonly onProgress?: ProgressListener;
  /** Stops the transfer; it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The daemon looks how far its transfers are ten times a second (moby, daemon/containerd/progress.go). */
export const PROGRESS_INTERVAL_MS = 100;

/** The first digits of a digest, as ids are shown. */
export const shortDigest = (digest: string): string => digest.replace(/^sha256:/, "").slice(0, 12);
