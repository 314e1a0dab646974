import { type EngineError, invalid } from "../errors.ts";

/**
 * The name of an image, by the grammar of github.com/distribution/reference: an optional registry, a path, and a tag
 * or a digest (or both).
 */
export interface Reference {
  /** "docker.io", "192.168.99.1:5000" */
  domain: string;
  /** Below the registry: "library/nginx". */
  path: string;
  tag?: string;
  digest?: string;
}

const DEFAULT_DOMAIN = "docker.io";
const COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const DOMAIN =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const MAX_PATH = 255;

/**
 * A reference as people write it ("nginx", "jjmerelo/platziws0:v1", "192.168.99.1:5000/x@sha256:…"), with the registry
 * and "library/" filled in; a tag is not.
 * @throws EngineError 400 "invalid reference format…", in the words of distribution/reference
 */
export function parseReference(text: string): Reference {
  if (/^[a-f0-9]{64}$/.test(text))
    throw invalid(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  const [domain, rest] = splitDomain(text);
  const at = rest.indexOf("@");
  const digest = at < 0 ? undefined : rest.slice(at + 1);
  const named = at < 0 ? rest : rest.slice(0, at);
  const colon = named.indexOf(":");
  const path = colon < 0 ? named : named.slice(0, colon);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (path !== path.toLowerCase())
    throw invalid(`invalid reference format: repository name (${path}) must be lowercase`);
  if (!DOMAIN.test(domain) || !PATH.test(path) || (tag !== undefined && !TAG.test(tag))) throw badFormat();
  if (digest !== undefined && !DIGEST.test(digest)) throw badFormat();
  if (domain.length + path.length + 1 > MAX_PATH) throw tooLong();
  return { domain, path, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

const badFormat = (): EngineError => invalid("invalid reference format");
const tooLong = (): EngineError => invalid(`repository name must not be more than ${MAX_PATH} characters`);

/** The first part is a registry when it looks like a host: it has a dot, a colon or a capital, or is localhost. */
function splitDomain(text: string): [domain: string, rest: string] {
  const slash = text.indexOf("/");
  const first = slash < 0 ? "" : text.slice(0, slash);
  const isHost = slash >= 0 && (/[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase());
  const domain = !isHost || first === "index.docker.io" ? DEFAULT_DOMAIN : first;
  const rest = isHost ? text.slice(slash + 1) : text;
  return [domain, domain === DEFAULT_DOMAIN && !rest.includes("/") ? `library/${rest}` : rest];
}

/** With ":latest" where there is neither tag nor digest. */
export function withDefaultTag(reference: Reference): Reference {
  return reference.tag === undefined && reference.digest === undefined ? { ...reference, tag: "latest" } : reference;
}

/** "docker.io/library/nginx:latest": how the store names it. */
export function fullReference({ domain, path, tag, digest }: Reference): string {
  return `${domain}/${path}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}

/** "docker.io/library/nginx" */
export const repositoryName = ({ domain, path }: Pick<Reference, "domain" | "path">): string => `${domain}/${path}`;

/** A full name as people know it: without "docker.io/" and "library/". Tag and digest stay. */
export function familiarName(full: string): string {
  if (!full.startsWith(`${DEFAULT_DOMAIN}/`)) return full;
  const rest = full.slice(DEFAULT_DOMAIN.length + 1);
  const official = /^library\/([^/]+)$/.exec(rest)?.[1];
  return official ?? rest;
}

/** The familiar form of a reference as somebody wrote it, with ":latest" where there is no tag: "nginx:latest". */
export function familiarReference(text: string): string {
  return familiarName(fullReference(withDefaultTag(parseReference(text))));
}

/** Repository and tag of a full reference of the store. */
export function splitTag(full: string): { repository: string; tag: string } {
  const colon = full.lastIndexOf(":");
  return { repository: full.slice(0, colon), tag: full.slice(colon + 1) };
}
