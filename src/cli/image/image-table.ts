import type { ImageSummary } from "../../engine/image/list.ts";
import { shortDigest } from "../../engine/image/progress.ts";
import { splitTag } from "../../engine/image/reference.ts";
import { humanDuration } from "../format/duration.ts";
import type { ListFormat } from "../format/list.ts";
import { humanSize } from "../format/size.ts";

/** One line of the table: an image under one of its names. */
interface ImageRow {
  readonly image: ImageSummary;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

const NONE = "<none>";

/** The lines of the table, most recent image first (docker/cli, `cli/command/formatter/image.go`). */
export function imageRows(images: readonly ImageSummary[], digests: boolean): ImageRow[] {
  return images.flatMap((image): ImageRow[] => {
    const digestOf = (repository: string) =>
      (digests && image.RepoDigests.find((one) => one.startsWith(`${repository}@`))?.split("@")[1]) || NONE;
    if (image.RepoTags.length > 0) {
      return image.RepoTags.map((name) => {
        const { repository, tag } = splitTag(name);
        return { image, repository, tag, digest: digestOf(repository) };
      });
    }
    const repository = image.RepoDigests[0]?.split("@")[0] ?? NONE;
    return [{ image, repository, tag: NONE, digest: digestOf(repository) }];
  });
}

/**
 * What `docker images` formats with (docker/cli, `cli/command/formatter/image.go`).
 * @param options.full ids at full length
 * @param options.digests whether the table has the digests
 * @param options.now for `2 hours ago`, ms since the epoch
 */
export function imageFormat(options: { full: boolean; digests: boolean; now: number }): ListFormat<ImageRow> {
  const { full, digests, now } = options;
  const unknown = () => "N/A";
  return {
    type: "*formatter.imageContext",
    columns: {
      ID: { header: "IMAGE ID", value: ({ image }) => (full ? image.Id : shortDigest(image.Id)) },
      Repository: { header: "REPOSITORY", value: ({ repository }) => repository },
      Tag: { header: "TAG", value: ({ tag }) => tag },
      Digest: { header: "DIGEST", value: ({ digest }) => digest },
      CreatedSince: {
        header: "CREATED",
        value: ({ image }) => `${humanDuration(now - image.Created * 1000)} ago`,
      },
      CreatedAt: {
        header: "CREATED AT",
        value: ({ image }) =>
          `${new Date(image.Created * 1000).toISOString().slice(0, 19).replace("T", " ")} +0000 UTC`,
      },
      Size: { header: "SIZE", value: ({ image }) => humanSize(image.Size, 3) },
      Containers: { header: "CONTAINERS", value: unknown },
      SharedSize: { header: "SHARED SIZE", value: unknown },
      UniqueSize: { header: "UNIQUE SIZE", value: unknown },
    },
    table: digests
      ? "table {{.Repository}}\t{{.Tag}}\t{{.Digest}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}"
      : "table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}",
    raw:
      "repository: {{.Repository}}\n{{if .Tag}}tag: {{.Tag}}\n{{end}}image_id: {{.ID}}\n" +
      "created_at: {{.CreatedAt}}\nvirtual_size: {{.Size}}\n",
  };
}
