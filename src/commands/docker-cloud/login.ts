import type { Parser } from "./parser.ts";

/** `docker-cloud login` (dockercloudcli, commands.py): the client has the credentials of `docker login`. */
const TEXT = `
Please use "docker login" to log into Docker Cloud with you Docker ID"

Alternatively, you can set the following environment variables:

    export DOCKERCLOUD_USER=<docker username>
    export DOCKERCLOUD_PASS=<docker password>
`;

export const login: Parser = {
  name: "login",
  help: 'Please use "docker login" to log into Docker Cloud',
  description: 'Please use "docker login" to log into Docker Cloud',
  arguments: [],
  run: async (run) => {
    await run.out(TEXT);
    return 0;
  },
};
