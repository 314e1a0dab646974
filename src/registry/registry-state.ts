import type { Image } from "../engine/image/image.ts";
import type { TreeState } from "../kernel/tree-state.ts";

/** What people pushed to the registries of a lab: plain data. Official images are not in it. */
export interface RegistryState {
  /** By registry and path: "192.168.99.1:5000/platzi". */
  repositories: Record<string, RepositoryState>;
  /** Images that were pushed to registries in containers, by digest; which of them has what is in its files. */
  images?: Record<string, Image>;
  /** Content of pushed layers that come from no catalog, by diffId. */
  layers?: Record<string, TreeState>;
  /** Tags that were put together because somebody asked for them ("docker.io/library/redis:7"). */
  variants?: string[];
  /** Registries that appeared in the lab after it was made ("regplatzi.azurecr.io"). */
  hosts?: string[];
}

export interface RepositoryState {
  /** Tag → id of an image. */
  tags: Record<string, string>;
  /** By id. */
  images: Record<string, Image>;
}
