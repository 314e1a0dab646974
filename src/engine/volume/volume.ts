import type { TreeState } from "../../kernel/file-tree.ts";

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
