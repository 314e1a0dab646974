import type { Service } from "../../kernel/connection.ts";
import { answerHttp, type HttpHandler } from "../../kernel/http.ts";
import { SocketTable } from "../../kernel/socket-table.ts";
import { gitServer } from "./git-server.ts";
import { archive, dockerDownloads } from "./package-archives.ts";

/** A machine of the Internet that the lab knows. */
interface Site {
  readonly names: readonly string[];
  readonly handler: HttpHandler;
}

/**
 * What of the Internet the lab stands in for: where packages come from, and a server of its own with the course's code. They answer on
 * ports 80 and 443 at addresses kept for documentation (RFC 5737), since their own are nobody's business here.
 */
const SITES: readonly Site[] = [
  { names: ["deb.debian.org", "security.debian.org", "ftp.debian.org"], handler: archive("/debian/") },
  { names: ["archive.ubuntu.com", "security.ubuntu.com"], handler: archive("/ubuntu/") },
  { names: ["download.docker.com"], handler: dockerDownloads },
  { names: ["dl-cdn.alpinelinux.org"], handler: archive("/alpine/") },
  { names: ["pypi.org", "files.pythonhosted.org"], handler: archive("/simple/") },
  { names: ["git.darsena.example"], handler: gitServer },
];

/** The sites of the Internet that a lab reaches, by name and address. */
export class Sites {
  readonly #addresses = new Map<string, string>();
  readonly #sockets = new Map<string, SocketTable>();

  constructor() {
    for (const [index, { names, handler }] of SITES.entries()) {
      const address = `203.0.113.${10 + index}`;
      const service: Service = (connection) => answerHttp(connection, handler);
      const sockets = new SocketTable();
      sockets.listen(80, service);
      sockets.listen(
        443,
        Object.assign((...args: Parameters<Service>) => service(...args), { secure: true as const }),
      );
      this.#sockets.set(address, sockets);
      for (const name of names) this.#addresses.set(name, address);
    }
  }

  /** The address of a name; undefined when the lab has no such site. */
  addressOf(name: string): string | undefined {
    return this.#addresses.get(name);
  }

  /** What listens at an address. */
  socketsAt(address: string): SocketTable | undefined {
    return this.#sockets.get(address);
  }
}
