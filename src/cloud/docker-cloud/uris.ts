import { NAMESPACE } from "./docker-cloud.ts";
import type { CloudContainer, CloudNode, CloudService, CloudStack, NodeCluster } from "./state.ts";

/** Resource URIs, as the API writes them. */
export const providerUri = (name: string): string => `/api/infra/v1/provider/${name}/`;
export const regionUri = (provider: string, name: string): string => `/api/infra/v1/region/${provider}/${name}/`;
export const nodeTypeUri = (provider: string, name: string): string => `/api/infra/v1/nodetype/${provider}/${name}/`;
export const zoneUri = (provider: string, region: string, name: string): string =>
  `/api/infra/v1/az/${provider}/${region}/${name}/`;

export const clusterUri = ({ uuid }: Pick<NodeCluster, "uuid">): string =>
  `/api/infra/v1/${NAMESPACE}/nodecluster/${uuid}/`;
export const nodeUri = ({ uuid }: Pick<CloudNode, "uuid">): string => `/api/infra/v1/${NAMESPACE}/node/${uuid}/`;
export const stackUri = ({ uuid }: Pick<CloudStack, "uuid">): string => `/api/app/v1/${NAMESPACE}/stack/${uuid}/`;
export const serviceUri = ({ uuid }: Pick<CloudService, "uuid">): string => `/api/app/v1/${NAMESPACE}/service/${uuid}/`;
export const containerUri = ({ uuid }: Pick<CloudContainer, "uuid">): string =>
  `/api/app/v1/${NAMESPACE}/container/${uuid}/`;
export const actionUri = (uuid: string): string => `/api/audit/v1/action/${uuid}/`;
export const repositoryUri = (name: string): string => `/api/repo/v1/${NAMESPACE}/repository/${name}/`;

/** The last part of a resource URI: a UUID or a name. */
export const idOf = (uri: string): string => uri.replace(/\/$/, "").replace(/^.*\//, "");
