import { languageOf } from "./not-simulated.ts";

/** What Docker Hub has and this playground has not: its official images, and others that tutorials ask for. */
const ON_DOCKER_HUB = new Set(
  [
    "adminer aerospike almalinux alt amazoncorretto amazonlinux arangodb archlinux backdrop bash bonita buildpack-deps",
    "cassandra centos chronograf cirros clearlinux clefos clickhouse clojure composer consul couchbase couchdb crate dart",
    "docker drupal eclipse-mosquitto eclipse-temurin eggdrop elasticsearch elixir emqx erlang fedora flink fluentd friendica",
    "gazebo gcc geonetwork ghost golang gradle groovy haproxy haskell haxe hitch hylang ibm-semeru-runtimes ibmjava influxdb",
    "irssi jenkins jetty joomla jruby julia kapacitor kibana kong krakend lightstreamer liquibase logstash mageia mariadb",
    "matomo maven mediawiki memcached mongo-express monica mysql nats neo4j neurodebian nextcloud odoo open-liberty openjdk",
    "oraclelinux orientdb percona perl photon php phpmyadmin plone postfixadmin pypy r-base rabbitmq rakudo-star redmine",
    "rethinkdb rocket.chat rockylinux ros ruby rust sapmachine satosa silverpeas solr sonarqube spark spiped storm swift swipl",
    "teamspeak telegraf tomcat tomee unit varnish vault websphere-liberty wordpress xwiki yourls znc zookeeper",
    "curlimages/curl docker/getting-started docker/welcome-to-docker dpage/pgadmin4 gitea/gitea gitlab/gitlab-ce",
    "grafana/grafana jenkins/jenkins minio/minio nginxdemos/hello nicolaka/netshoot portainer/portainer-ce prom/prometheus",
    "tensorflow/tensorflow traefik/whoami",
  ].flatMap((line) => line.split(" ")),
);

/**
 * What follows Docker's words when they alone would be untrue: the repository is there, in Docker Hub and not here.
 * @param text what the client says of what failed
 * @param names of the repositories that are here
 * @returns a line in the reader's language, or nothing
 */
export async function absentImageNote(
  text: string,
  env: Readonly<Record<string, string>>,
  names: () => Promise<readonly string[]>,
): Promise<string> {
  const name = /(?:pull access denied for|source metadata for docker\.io\/(?:library\/)?)\s*([^\s,:]+)/.exec(text)?.[1];
  if (name === undefined || !ON_DOCKER_HUB.has(name)) return "";
  const here = (await names()).filter((one) => !one.includes("/")).join(", ");
  return languageOf(env) === "es"
    ? `Docker Hub tiene «${name}»; este laboratorio, no. Imágenes oficiales que hay aquí: ${here}.\n`
    : `Docker Hub has "${name}"; this playground does not. Official images that are here: ${here}.\n`;
}
