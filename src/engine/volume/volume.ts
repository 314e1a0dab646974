import type { TreeState } from "../../kernel/tree-state.ts";

/** One volume as a host keeps it: plain data. */
export interface Volume {
  name: string;
  driver: string;
  createdAt: string;
  labels: Record<string, string> | null;
  options: Record<string, string> | null;
  /** Made for one container without a name: `prune` takes only these unless told. */
  anonymous: boolean;
  files: TreeState;
}
