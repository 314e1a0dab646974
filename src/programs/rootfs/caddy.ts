import { binary, directory, type Layer, layer } from "../../kernel/layer.ts";

const CADDYFILE = `:80 {
	# Set this path to your site's directory.
	root * /usr/share/caddy

	# Enable the static file server.
	file_server
}
`;

const INDEX = `<!DOCTYPE html>
<html>
<head><title>Caddy works!</title></head>
<body><h1>Congratulations! Caddy is serving this page.</h1></body>
</html>
`;

/** What `caddy` adds to its distribution. */
export const caddy = (mtime: number): Layer =>
  layer(
    {
      "/usr/bin/caddy": binary("caddy", 45_000_000),
      "/etc/caddy/Caddyfile": CADDYFILE,
      "/usr/share/caddy/index.html": INDEX,
      "/config/caddy": directory(),
      "/data/caddy": directory(),
      "/srv": directory(),
    },
    mtime,
  );
