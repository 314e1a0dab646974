import type { Clock } from "../../kernel/clock.ts";
import type { Layer } from "./image.ts";
import { PROGRESS_INTERVAL_MS, type ProgressEvent, shortDigest, type TransferOptions } from "./progress.ts";

/** Bytes a millisecond, about those of the recordings' hosts. */
const DOWNLOAD_SPEED = 120_000;
const EXTRACT_SPEED = 400_000;
/** As dockerd's --max-concurrent-downloads. */
const CONCURRENT = 3;
/** Content is written, and so counted, in pieces of this many bytes. */
const PIECE = 1024 * 1024;
/** What a request costs before its first byte, ms. */
const REQUEST_MS = 30;

interface Transfer {
  readonly layer: Layer;
  /** ms until bytes come */
  wait: number;
  received: number;
  downloaded: boolean;
  announced: boolean;
  /** Bytes unpacked. */
  extracted: number;
  /** ms */
  extracting: number;
  complete: boolean;
}

/**
 * Downloads and unpacks layers on the lab's clock, telling what happens as containerd's pull does: three layers at a
 * time share the line, and they unpack one after another, lowest first.
 * @param config digest of the image's config, downloaded with them; undefined when it is here
 * @param present layers that need not be downloaded
 */
export async function download(
  clock: Clock,
  layers: readonly Layer[],
  present: (digest: string) => boolean,
  config: string | undefined,
  { onProgress = () => {}, signal }: TransferOptions,
): Promise<void> {
  const seen = new Set<string>();
  const unique = layers.filter(({ digest }) => !seen.has(digest) && seen.add(digest));
  const transfers: Transfer[] = [];
  const tell = (digest: string, status: string, detail: ProgressEvent["progress"] = {}) =>
    onProgress({ id: shortDigest(digest), status, progress: detail });

  for (const layer of unique) {
    await tell(layer.digest, "Pulling fs layer");
    if (present(layer.digest)) continue;
    const fresh = { wait: REQUEST_MS, received: 0, downloaded: false, announced: false, extracted: 0, extracting: 0 };
    transfers.push({ layer, ...fresh, complete: false });
  }
  let first = true;
  do {
    await clock.sleep(PROGRESS_INTERVAL_MS, signal);
    advance(transfers, PROGRESS_INTERVAL_MS);
    for (const transfer of transfers) {
      const { layer, received, downloaded, announced } = transfer;
      if (downloaded && !announced) {
        transfer.announced = true;
        await tell(layer.digest, "Download complete");
      } else if (!downloaded && received >= PIECE)
        await tell(layer.digest, "Downloading", { current: written(received), total: layer.compressedSize });
    }
    if (first) {
      for (const { digest } of unique) if (present(digest)) await tell(digest, "Already exists");
      if (config !== undefined) await tell(config, "Download complete");
      first = false;
    }
    for (const transfer of transfers) {
      if (transfer.complete || !transfer.announced) continue;
      const { layer, extracted, extracting } = transfer;
      if (extracted >= layer.size) {
        transfer.complete = true;
        await tell(layer.digest, "Pull complete");
      } else if (extracting > 0)
        await tell(layer.digest, "Extracting", { current: 1 + Math.floor(extracting / 1000), units: "s" });
    }
  } while (transfers.some(({ complete }) => !complete));
}

const written = (received: number) => Math.floor(received / PIECE) * PIECE;

/** Moves every transfer on by `ms`. */
function advance(transfers: readonly Transfer[], ms: number): void {
  for (let left = ms; left > 0; left--) {
    const active = transfers.filter(({ downloaded }) => !downloaded).slice(0, CONCURRENT);
    for (const transfer of active) {
      if (transfer.wait > 0) transfer.wait--;
      else
        transfer.received = Math.min(transfer.layer.compressedSize, transfer.received + DOWNLOAD_SPEED / active.length);
      transfer.downloaded = transfer.wait === 0 && transfer.received >= transfer.layer.compressedSize;
    }
    // A layer unpacks over the one below it.
    const next = transfers.find(({ extracted, layer, downloaded }) => !downloaded || extracted < layer.size);
    if (!next?.downloaded) continue;
    next.extracting++;
    next.extracted = Math.min(next.layer.size, next.extracted + EXTRACT_SPEED);
  }
}
