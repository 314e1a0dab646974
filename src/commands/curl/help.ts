import type { FileSystem } from "../../kernel/filesystem.ts";
import { toolVersion } from "../tool-versions.ts";
import { CurlVersion } from "./curl-version.ts";

export const HELP = `Usage: curl [options...] <url>
 -d, --data <data>           HTTP POST data
 -f, --fail                  Fail fast with no output on HTTP errors
 -h, --help <subject>        Get help for commands
 -o, --output <file>         Write to file instead of stdout
 -O, --remote-name           Write output to file named as remote file
 -i, --show-headers          Show response headers in output
 -s, --silent                Silent mode
 -T, --upload-file <file>    Transfer local FILE to destination
 -u, --user <user:password>  Server user and password
 -A, --user-agent <name>     Send User-Agent <name> to server
 -v, --verbose               Make the operation more talkative
 -V, --version               Show version number and quit

This is not the full help; this menu is split into categories.
Use "--help category" to get an overview of all categories, which are:
auth, connection, curl, deprecated, dns, file, ftp, global, http, imap, ldap, 
output, pop3, post, proxy, scp, sftp, smtp, ssh, telnet, tftp, timeout, tls, 
upload, verbose.
Use "--help all" to list all options
Use "--help [option]" to view documentation for a given option
`;

const SUBJECTS: readonly (readonly [name: string, about: string])[] = [
  ["auth", "Authentication methods"],
  ["connection", "Manage connections"],
  ["curl", "The command line tool itself"],
  ["deprecated", "Legacy"],
  ["dns", "Names and resolving"],
  ["file", "FILE protocol"],
  ["ftp", "FTP protocol"],
  ["global", "Global options"],
  ["http", "HTTP and HTTPS protocol"],
  ["imap", "IMAP protocol"],
  ["ldap", "LDAP protocol"],
  ["mqtt", "MQTT protocol"],
  ["output", "File system output"],
  ["pop3", "POP3 protocol"],
  ["post", "HTTP POST specific"],
  ["proxy", "Options for proxies"],
  ["scp", "SCP protocol"],
  ["sftp", "SFTP protocol"],
  ["smtp", "SMTP protocol"],
  ["ssh", "SSH protocol"],
  ["telnet", "TELNET protocol"],
  ["tftp", "TFTP protocol"],
  ["timeout", "Timeouts and delays"],
  ["tls", "TLS/SSL related"],
  ["upload", "Upload, sending data"],
  ["verbose", "Tracing, logging etc"],
];

/** What `--help category` and a subject that there is none of show. */
export function subjectList(isUnknown: boolean): string {
  const head = isUnknown ? "Unknown category provided, here is a list of all categories:\n\n" : "";
  return head + SUBJECTS.map(([name, about]) => ` ${name.padEnd(11)} ${about}\n`).join("");
}

export const isSubject = (name: string): boolean => SUBJECTS.some(([subject]) => subject === name);

/** What each release was built with, as Debian 12, 13 and 14 print it. */
const BUILDS: Readonly<
  Record<string, readonly [libraries: string, date: string, protocols: string, features: string]>
> = {
  "7.88.1": [
    "zlib/1.2.13 brotli/1.0.9 zstd/1.5.4 libidn2/2.3.3 libpsl/0.21.2 (+libidn2/2.3.3) libssh2/1.10.0 nghttp2/1.52.0 librtmp/2.3 OpenLDAP/2.5.13",
    "2023-02-20, security patched: 7.88.1-10+deb12u14",
    "dict file ftp ftps gopher gophers http https imap imaps ldap ldaps mqtt pop3 pop3s rtmp rtsp scp sftp smb smbs smtp smtps telnet tftp",
    "alt-svc AsynchDNS brotli GSS-API HSTS HTTP2 HTTPS-proxy IDN IPv6 Kerberos Largefile libz NTLM NTLM_WB PSL SPNEGO SSL threadsafe TLS-SRP UnixSockets zstd",
  ],
  "8.14.1": [
    "zlib/1.3.1 brotli/1.1.0 zstd/1.5.7 libidn2/2.3.8 libpsl/0.21.2 libssh2/1.11.1 nghttp2/1.64.0 nghttp3/1.8.0 librtmp/2.3 OpenLDAP/2.6.10",
    "2025-06-04, security patched: 8.14.1-2+deb13u7",
    "dict file ftp ftps gopher gophers http https imap imaps ipfs ipns ldap ldaps mqtt pop3 pop3s rtmp rtsp scp sftp smb smbs smtp smtps telnet tftp ws wss",
    "alt-svc AsynchDNS brotli GSS-API HSTS HTTP2 HTTP3 HTTPS-proxy IDN IPv6 Kerberos Largefile libz NTLM PSL SPNEGO SSL threadsafe TLS-SRP UnixSockets zstd",
  ],
  "8.22.0": [
    "zlib/1.3.2 brotli/1.2.0 zstd/1.5.7 libidn2/2.3.8 libpsl/0.23.3 libssh2/1.11.1 nghttp2/1.70.0 ngtcp2/1.24.0 nghttp3/1.17.0 mit-krb5/1.22.1 OpenLDAP/2.6.14",
    "2026-09-02, security patched: 8.22.0-1",
    "dict file ftp ftps gopher gophers http https imap imaps ipfs ipns ldap ldaps mqtt mqtts pop3 pop3s rtsp scp sftp smtp smtps telnet tftp ws wss",
    "alt-svc AsynchDNS brotli GSS-API HSTS HTTP2 HTTP3 HTTPS-proxy IDN IPv6 Kerberos Largefile libz PSL SPNEGO SSL threadsafe UnixSockets zstd",
  ],
};

/** What `curl --version` prints on a system; of a build that is not known, what is certain. */
export function versionText(files: FileSystem): string {
  const { number } = CurlVersion.of(files);
  const head = `curl ${number} (x86_64-pc-linux-gnu) libcurl/${number} OpenSSL/${toolVersion(files, "openssl")}`;
  const build = BUILDS[number];
  if (!build) return `${head}\nProtocols: http https\nFeatures: UnixSockets\n`;
  const [libraries, date, protocols, features] = build;
  return `${head} ${libraries}\nRelease-Date: ${date}\nProtocols: ${protocols}\nFeatures: ${features}\n`;
}
