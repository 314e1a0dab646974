import type { Container } from "../container/container.ts";
import type { Engine } from "../engine.ts";
import { conflict, type EngineError, invalid, notFound } from "../errors.ts";
import { dropReference, forgetImage, imageEvent } from "./add.ts";
import { shortDigest } from "./progress.ts";
import { familiarName, familiarReference, fullReference, parseReference, withDefaultTag } from "./reference.ts";
import { containersOf, lineage, nameOf, referencesOf, requireImage, storedImages } from "./resolve.ts";

/** What became of an image: the API's DeleteResponse. */
export type DeleteResponse = { Untagged: string } | { Deleted: string };

export interface RemoveOptions {
  readonly force?: boolean;
  /** Keeps the nameless images below it. */
  readonly noPrune?: boolean;
  /** Removes the content of that platform only, which no image here has ("linux/arm64"). */
  readonly platform?: string | undefined;
}

const isRunning = ({ status }: Container) => status === "running" || status === "paused" || status === "restarting";

/**
 * Removes a name of an image and, with its last name, the image (moby, daemon/containerd/image_delete.go).
 * @param reference a name, or an id, which means the image with all its names
 * @throws EngineError 404 for no such image, 409 for one that is in use or has several names
 */
export function removeImage(engine: Engine, reference: string, options: RemoveOptions = {}): DeleteResponse[] {
  const { force = false, platform } = options;
  if (platform !== undefined && !force)
    throw invalid("Content will be removed from all images referencing this variant. Use —-force to force delete.");
  const { image } = requireImage(engine, reference);
  if (platform !== undefined)
    throw notFound(
      `failed to delete platform ${platform} for image ${image.id}: image with reference ${nameOf(engine, reference)} was found but does not provide any platform`,
    );
  const names = referencesOf(engine, image.id);
  if (isId(image.id, reference)) return removeById(engine, image.id, options);
  const parsed = withDefaultTag(parseReference(reference));
  const full = fullReference(parsed);
  const repository = `${parsed.domain}/${parsed.path}:`;
  const same = parsed.digest === undefined ? [full] : names.filter((name) => name.startsWith(repository));
  if (same.length < names.length) return same.map((name) => untag(engine, name));
  const user = containersOf(engine, image.id)[0];
  if (user) {
    const familiar = familiarReference(reference);
    if (!force)
      throw inUse(
        familiar,
        false,
        `container ${user.id.slice(0, 12)} is using its referenced image ${shortDigest(image.id)}`,
      );
    // The image stays, without a name: the container goes on.
    return same.map((name) => untag(engine, name));
  }
  return removeAll(engine, image.id, options);
}

function removeById(engine: Engine, id: string, options: RemoveOptions): DeleteResponse[] {
  const { force = false } = options;
  const users = containersOf(engine, id);
  const running = users.find(isRunning);
  const short = shortDigest(id);
  if (running) throw inUse(short, true, `image is being used by running container ${running.id.slice(0, 12)}`);
  const stopped = users[0];
  if (stopped && !force)
    throw inUse(short, false, `image is being used by stopped container ${stopped.id.slice(0, 12)}`);
  if (referencesOf(engine, id).length > 1 && !force)
    throw inUse(short, false, "image is referenced in multiple repositories");
  return removeAll(engine, id, options);
}

/**
 * Takes away every name and the image itself, and those below it that have no name. What another image was committed on
 * is said to be deleted, but stays without a name.
 */
function removeAll(engine: Engine, id: string, { force = false, noPrune = false }: RemoveOptions): DeleteResponse[] {
  const parents = noPrune ? [] : lineage(engine, id).slice(1);
  const names = referencesOf(engine, id);
  const isParent = !force && names.length === 1 && storedImages(engine).some(({ parent }) => parent === id);
  const untagged = names.map((name) => untag(engine, name));
  imageEvent(engine, "delete", id);
  if (!isParent) forgetImage(engine, id);
  const deleted: DeleteResponse[] = [{ Deleted: id }];
  for (const parent of parents) {
    if (referencesOf(engine, parent).length > 0 || containersOf(engine, parent).length > 0) break;
    imageEvent(engine, "delete", parent);
    forgetImage(engine, parent);
    deleted.push({ Deleted: parent });
  }
  return [...untagged, ...deleted];
}

function untag(engine: Engine, name: string): DeleteResponse {
  dropReference(engine, name);
  return { Untagged: familiarName(name) };
}

/** Whether somebody who wrote this meant the image by its id. */
function isId(id: string, reference: string): boolean {
  return id.startsWith(reference) || id.slice("sha256:".length).startsWith(reference);
}

function inUse(what: string, hard: boolean, why: string): EngineError {
  return conflict(`conflict: unable to delete ${what} (${hard ? "cannot be forced" : "must be forced"}) - ${why}`);
}
