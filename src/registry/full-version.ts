/**
 * Late releases of the series that people ask for, from the projects' release notes: what a reconstructed image's
 * variables tell where the tag names only the series. A series that has ended has its last one.
 */
const RELEASES: Readonly<Record<string, string>> = {
  alpine:
    "3.8.5 3.9.6 3.10.9 3.11.13 3.12.12 3.13.12 3.14.10 3.15.11 3.16.9 3.17.10 3.18.12 3.19.8 3.20.7 3.21.4 3.22.2 3.23.6",
  caddy: "2.0.0 2.1.1 2.2.1 2.3.0 2.4.6 2.5.2 2.6.4 2.7.6 2.8.4 2.9.1 2.10.2",
  httpd: "2.2.34",
  mongo: "3.2.21 3.4.24 3.6.23 4.0.28 4.2.24 4.4.29 5.0.31 6.0.25 7.0.22 8.0.12",
  nginx:
    "1.7.12 1.8.1 1.9.15 1.10.3 1.11.13 1.12.2 1.13.12 1.14.2 1.15.12 1.16.1 1.17.10 1.18.0 1.19.10 1.20.2 1.21.6 " +
    "1.22.1 1.23.4 1.24.0 1.25.5 1.26.3 1.27.5 1.28.0 1.29.1 1.30.0",
  node:
    "4.9.1 5.12.0 6.17.1 7.10.1 8.17.0 9.11.2 10.24.1 11.15.0 12.22.12 13.14.0 14.21.3 15.14.0 16.20.2 17.9.1 " +
    "18.20.8 19.9.0 20.19.5 21.7.3 22.23.2 23.11.1",
  postgres: "9.4.26 9.5.25 9.6.24 10.23 11.22 12.22 13.22 14.19 15.14 16.10 17.6",
  // devguide.python.org/versions.
  python: "2.7.18 3.4.10 3.5.10 3.6.15 3.7.17 3.8.20 3.9.25 3.10.18 3.11.13 3.12.11 3.13.7",
  redis: "2.8.23 3.0.7 3.2.12 4.0.14 5.0.14 6.0.20 6.2.19 7.0.15 7.2.10 7.4.5 8.0.3 8.2.1",
};

/**
 * The version in full that a tag's stands for: `7` of redis is 7.4.5. One that is full already, or of a series that is
 * not known here, is itself.
 * @param name the repository's last word
 * @param version a tag's beginning: `7`, `v2.7`, `3.9.1`
 */
export function fullVersion(name: string, version: string): string {
  const plain = version.replace(/^v/, "");
  const series = `${plain}.`;
  return RELEASES[name]?.split(" ").findLast((release) => release === plain || release.startsWith(series)) ?? plain;
}
