import { binary, type Layer, layer } from "../../kernel/layer.ts";

/** What `fsharp` adds to its distribution. */
export const fsharp = (mtime: number): Layer =>
  layer(
    {
      "/usr/bin/fsharpi": binary("fsharpi", 300),
      "/usr/bin/fsharpc": binary("fsharpc", 300),
      "/usr/bin/mono": binary("mono", 4_600_000),
    },
    mtime,
  );
