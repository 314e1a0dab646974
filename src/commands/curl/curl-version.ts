import type { FileSystem } from "../../kernel/filesystem.ts";
import { toolVersion } from "../tool-versions.ts";

/**
 * How curl words things, which changed from release to release. What is told here was read off curl 7.88.1, 8.14.1 and
 * 8.22.0 as Debian 12, 13 and 14 have them; where between two of them a sentence changed is not known, so 8.17 speaks as
 * 8.14 does.
 */
export class CurlVersion {
  readonly number: string;
  /** 7.88 and its like: before numbers were hidden from `-v`. */
  readonly isSeven: boolean;
  /** `host:port` in sentences, and a narrower meter. */
  readonly isRecent: boolean;

  constructor(number: string) {
    this.number = number;
    const [major = 8, minor = 22] = number.split(".").map(Number);
    this.isSeven = major < 8;
    this.isRecent = major > 8 || (major === 8 && minor >= 18);
  }

  /** The version of a system's curl. @param files the system's own */
  static of(files: FileSystem): CurlVersion {
    return new CurlVersion(toolVersion(files, "curl"));
  }

  /** `web:80`, or as it was `web port 80`. */
  place(host: string, port: number): string {
    return this.isRecent ? `${host}:${port}` : `${host} port ${port}`;
  }

  notConnected(host: string, port: number, ms: number, why = this.couldNotConnect): string {
    return `Failed to connect to ${this.place(host, port)} after ${ms} ms: ${why}`;
  }

  get couldNotConnect(): string {
    return this.isSeven ? "Couldn't connect to server" : "Could not connect to server";
  }

  notWritten(bytes: number): string {
    return this.isSeven ? "Failure writing output to destination" : `client returned ERROR on write of ${bytes} bytes`;
  }

  missing(bytes: number): string {
    return this.isSeven
      ? `transfer closed with ${bytes} bytes remaining to read`
      : `end of response with ${bytes} bytes missing`;
  }

  badUrl(why: string): string {
    return this.isSeven ? "URL using bad/illegal format or missing URL" : `URL rejected: ${why}`;
  }

  get noHost(): string {
    return this.isRecent ? "No host present" : "No host part in the URL";
  }

  notSupported(scheme: string): string {
    return `Protocol "${scheme}" not supported${this.isSeven ? " or disabled in libcurl" : ""}`;
  }

  badCertificate(openssl: string): string {
    return `${this.isSeven ? `OpenSSL/${openssl}:` : "TLS connect error:"} error:0A00010B:SSL routines::wrong version number`;
  }

  retry(reason: string, seconds: number, left: number): string {
    const each = this.isSeven ? "seconds" : `second${seconds === 1 ? "" : "s"}`;
    const retries = this.isSeven || left !== 1 ? "retries" : "retry";
    const wait = this.isRecent ? "Retrying in" : "Will retry in";
    return warning(`Problem : ${reason}. ${wait} ${seconds} ${each}. ${left} ${retries} left.`);
  }
}

/** A warning, folded as curl folds it: at the last space before the end of a line of 79 columns. */
export function warning(text: string): string {
  const width = 79 - "Warning: ".length;
  const lines: string[] = [];
  let left = text;
  while (left.length > width) {
    const cut = left.lastIndexOf(" ", width - 1);
    if (cut < 0) break;
    lines.push(left.slice(0, cut + 1));
    left = left.slice(cut + 1);
  }
  return [...lines, left].map((line) => `Warning: ${line}\n`).join("");
}
