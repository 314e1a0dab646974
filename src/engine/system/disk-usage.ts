import { type CacheUsage, cacheUsage } from "../build/cache-usage.ts";
import { isRunning, listContainers } from "../container/find.ts";
import { type ContainerSummary, containerSummaries } from "../container/list.ts";
import type { Engine } from "../engine.ts";
import { containersOf, storedImages } from "../image/resolve.ts";
import { diskUsage as imageUsage, totalSize } from "../image/sizes.ts";
import { inspectVolume, type VolumeInspect, volumeUsage } from "../volume/inspect.ts";

/** How much of a kind of thing there is, and how much of it nothing uses. */
export interface Usage {
  readonly total: number;
  readonly active: number;
  /** Bytes. */
  readonly size: number;
  readonly reclaimable: number;
}

/** `GET /system/df`, summed up as `docker system df` shows it. */
export interface DiskUsage {
  readonly images: Usage;
  readonly containers: Usage;
  readonly volumes: Usage;
  readonly cache: Usage;
  readonly containerList: ContainerSummary[];
  readonly volumeList: { readonly volume: VolumeInspect; readonly links: number; readonly size: number }[];
  readonly cacheList: CacheUsage[];
}

export async function systemDiskUsage(engine: Engine): Promise<DiskUsage> {
  const images = storedImages(engine).map(({ image }) => image);
  const used = images.filter(({ id }) => containersOf(engine, id).length > 0);
  const size = totalSize(images);
  const containerList = await containerSummaries(engine, { all: true, size: true });
  const running = new Set(
    listContainers(engine)
      .filter(isRunning)
      .map(({ id }) => id),
  );
  const rw = (list: readonly ContainerSummary[]) => list.reduce((sum, { SizeRw = 0 }) => sum + SizeRw, 0);
  // What has options need not be on this disk at all (moby, volume/service/service.go, LocalVolumesSize).
  const local = Object.values(engine.state.volumes).filter(({ driver, options }) => driver === "local" && !options);
  const volumeList = local.map((volume) => {
    const { RefCount, Size } = volumeUsage(engine, volume);
    return { volume: inspectVolume(volume), links: RefCount, size: Size };
  });
  const volumeBytes = (list: typeof volumeList) => list.reduce((sum, volume) => sum + volume.size, 0);
  const cacheList = cacheUsage(engine);
  const cacheBytes = (list: readonly CacheUsage[]) => list.reduce((sum, { Size }) => sum + Size, 0);
  return {
    images: {
      total: images.length,
      active: used.length,
      size,
      reclaimable:
        used.length === 0 ? size : Math.max(0, size - used.reduce((sum, image) => sum + imageUsage(image), 0)),
    },
    containers: {
      total: containerList.length,
      active: running.size,
      size: rw(containerList),
      reclaimable: rw(containerList.filter(({ Id }) => !running.has(Id))),
    },
    volumes: {
      total: volumeList.length,
      active: volumeList.filter(({ links }) => links > 0).length,
      size: volumeBytes(volumeList),
      reclaimable: volumeBytes(volumeList.filter(({ links }) => links === 0)),
    },
    cache: {
      total: cacheList.length,
      active: cacheList.filter(({ InUse }) => InUse).length,
      size: cacheBytes(cacheList),
      reclaimable: cacheBytes(cacheList.filter(({ InUse, Shared }) => !InUse && !Shared)),
    },
    containerList,
    volumeList,
    cacheList,
  };
}
