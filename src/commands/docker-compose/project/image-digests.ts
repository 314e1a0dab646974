import { storedCredentials } from "../../../cli/registry/stored-credentials.ts";
import { EngineError } from "../../../engine/errors.ts";
import { repoDigests } from "../../../engine/image/inspect.ts";
import { fullReference, parseReference, withDefaultTag } from "../../../engine/image/reference.ts";
import { UserError } from "../failures.ts";
import { inTextOrder, textAt } from "../python/py-value.ts";
import { splitReference } from "./images.ts";
import type { Project } from "./project.ts";
import type { Service } from "./service.ts";

/**
 * The digests of a project's images, by service: from here, or from their registries (compose/project.py,
 * `get_image_digests`).
 * @throws UserError that says which are not known
 */
export async function imageDigests(project: Project): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  const push = new Set<string>();
  const pull = new Set<string>();
  for (const service of project.services) {
    const digest = await digestOf(service);
    if (digest !== undefined) digests[service.name] = digest;
    else if (service.canBeBuilt) push.add(service.imageName);
    else pull.add(service.name);
  }
  if (push.size === 0 && pull.size === 0) return digests;
  const list = (names: ReadonlySet<string>) =>
    [...names]
      .sort(inTextOrder)
      .map((name) => `    ${name}`)
      .join("\n");
  const words = (names: ReadonlySet<string>) => [...names].sort(inTextOrder).join(" ");
  const paragraphs = ["Some images are missing digests."];
  if (push.size > 0)
    paragraphs.push(
      "The following images can be pushed:",
      list(push),
      `Use \`docker push ${words(push)}\` to push them. `,
    );
  if (pull.size > 0)
    paragraphs.push(
      "The following images need to be pulled:",
      list(pull),
      `Use \`docker pull ${words(pull)}\` to pull them. `,
    );
  throw new UserError(paragraphs.join("\n\n").trim());
}

async function digestOf(service: Service): Promise<string | undefined> {
  const image = textAt(service.options, "image");
  if (image === undefined)
    throw new UserError(
      `Service '${service.name}' doesn't define an image tag. An image name is required to generate a proper image digest. Specify an image repo and tag with the 'image' option.`,
    );
  if (splitReference(image).separator === "@") return image;
  const { engine, process } = service.parts.session;
  const stored = service.image();
  if (stored) return repoDigests(engine, stored)[0];
  try {
    const reference = fullReference(withDefaultTag(parseReference(image)));
    const found = await engine.ports.registries.find(reference, storedCredentials(process, reference));
    return `${image}@${found.id}`;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new UserError(
      `Digest not found for service '${service.name}'. Repository does not exist or may require 'docker login'`,
    );
  }
}
