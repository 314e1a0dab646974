import { binary, file, type Layer, layer, link } from "../../kernel/layer.ts";

/** What `python` adds to its distribution. @param version "3.14.7" */
export function python(version: string, mtime: number): Layer {
  const [major = "3", minor = "14"] = version.split(".");
  const name = `python${major}.${minor}`;
  const pip = file(`#!/usr/local/bin/${name}\nfrom pip._internal.cli.main import main\nmain()\n`, { mode: 0o755 });
  return layer(
    {
      [`/usr/local/bin/${name}`]: binary("python3", 14_416),
      "/usr/local/bin/python3": link(name),
      "/usr/local/bin/python": link("python3"),
      "/usr/local/bin/pip3": pip,
      "/usr/local/bin/pip": pip,
      [`/usr/local/lib/lib${name}.so.1.0`]: binary(name, 38_640_912),
      [`/usr/local/lib/${name}/os.py`]: "",
    },
    mtime,
  );
}
