import { INDEX, MIME_TYPES } from "../../programs/rootfs/nginx.ts";
import type { PackageFile } from "./package.ts";

/** What Debian's nginx-common brings, without its comments and its examples. */
const NGINX_CONF = `user www-data;
worker_processes auto;
worker_cpu_affinity auto;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log;
include /etc/nginx/modules-enabled/*.conf;

events {
	worker_connections 768;
}

http {
	sendfile on;
	tcp_nopush on;
	types_hash_max_size 2048;
	server_tokens off;

	include /etc/nginx/mime.types;
	default_type application/octet-stream;

	ssl_protocols TLSv1.2 TLSv1.3;
	ssl_prefer_server_ciphers off;

	access_log /var/log/nginx/access.log;

	gzip on;

	include /etc/nginx/conf.d/*.conf;
	include /etc/nginx/sites-enabled/*;
}
`;

const DEFAULT_SITE = `server {
	listen 80 default_server;
	listen [::]:80 default_server;

	root /var/www/html;
	index index.html index.htm index.nginx-debian.html;
	server_name _;

	location / {
		try_files $uri $uri/ =404;
	}
}
`;

/** The configuration, the first page and the version of nginx as a package of Debian. @param version "1.26.3-3+deb13u1" */
export const nginxFiles = (version: string): PackageFile[] => [
  { path: "/etc/nginx/nginx.conf", content: NGINX_CONF },
  { path: "/etc/nginx/mime.types", content: MIME_TYPES },
  { path: "/etc/nginx/sites-available/default", content: DEFAULT_SITE },
  { path: "/etc/nginx/sites-enabled/default", target: "/etc/nginx/sites-available/default" },
  { path: "/usr/share/nginx/html/index.html", content: INDEX },
  { path: "/var/www/html/index.nginx-debian.html", content: INDEX },
  { path: "/var/lib/nginx/.keep", content: "" },
  { path: "/var/log/nginx/access.log", content: "" },
  { path: "/var/log/nginx/error.log", content: "" },
  { path: "/usr/share/doc/nginx/VERSION", content: `${version.split("-")[0]}\n` },
];
