/** What Compose tells of one thing it works on (docker/compose, pkg/progress/event.go). */
export interface ProgressEvent {
  /** Whose line it is: "Container curso-web-1", "Network curso_default", a service, a layer. */
  readonly id: string;
  /** The line that this one stands below. */
  readonly parent?: string;
  /** What comes right after the id, as a pull has it. */
  readonly text?: string;
  readonly status: "working" | "done" | "warning" | "error";
  /** "Creating", "Started". */
  readonly statusText: string;
  readonly current?: number;
  readonly total?: number;
  readonly percent?: number;
}

export type ProgressListener = (event: ProgressEvent) => void;

export const working = (id: string, statusText: string): ProgressEvent => ({ id, status: "working", statusText });
export const done = (id: string, statusText: string): ProgressEvent => ({ id, status: "done", statusText });
export const warning = (id: string, statusText: string): ProgressEvent => ({ id, status: "warning", statusText });
export const failed = (id: string, statusText = "Error"): ProgressEvent => ({ id, status: "error", statusText });

/** The line of a container. */
export const lineOf = ({ name }: { readonly name: string }) => `Container ${name}`;
