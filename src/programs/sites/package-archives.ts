import type { HttpHandler, HttpResponse } from "../../kernel/http.ts";

const page = (title: string, text: string): string =>
  `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><p>${text}</p></body></html>\n`;

const html = (status: number, title: string, text: string): HttpResponse => ({
  status,
  headers: { "Content-Type": "text/html" },
  body: page(title, text),
});

/**
 * An archive of packages. apt, apk and pip find what it has in the lab's own lists; a browser is told so.
 * @param root where its packages are: "/debian/"
 */
export function archive(root: string): HttpHandler {
  return ({ target }) =>
    target === "/" || target === root
      ? html(200, "Dársena", `The lab's stand-in for an archive of packages: its packages are below ${root}.`)
      : html(404, "404 Not Found", "This file is not in the lab.");
}

/** An armored key block. It is the lab's own and signs nothing: Docker's real key is to be had from Docker. */
const DOCKER_KEY = `-----BEGIN PGP PUBLIC KEY BLOCK-----

${btoa("Docker Release (CE deb): a stand-in for the key 0EBFCD88, from the lab.".repeat(4)).replace(/.{64}/g, "$&\n")}
=L4b0
-----END PGP PUBLIC KEY BLOCK-----
`;

/** download.docker.com: the key of its packages, at the paths that the installation steps name. */
export const dockerDownloads: HttpHandler = (request, connection) =>
  /^\/linux\/(debian|ubuntu)\/gpg$/.test(request.target)
    ? { status: 200, headers: { "Content-Type": "binary/octet-stream" }, body: DOCKER_KEY }
    : archive("/linux/")(request, connection);
