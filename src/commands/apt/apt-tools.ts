import type { Program } from "../../kernel/process.ts";
import { apt, aptCache, aptGet } from "./apt-get.ts";
import { dpkg, dpkgQuery } from "./dpkg.ts";
import { addAptRepository, aptKey, gpg } from "./repositories.ts";

/** What installs Debian's packages, by name. */
export const aptTools: Readonly<Record<string, Program>> = {
  apt,
  "apt-cache": aptCache,
  "apt-get": aptGet,
  "apt-key": aptKey,
  "add-apt-repository": addAptRepository,
  dpkg,
  "dpkg-query": dpkgQuery,
  gpg,
};
