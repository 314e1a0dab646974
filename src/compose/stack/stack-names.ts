/** Which stack an object of a swarm belongs to. */
export const NAMESPACE_LABEL = "com.docker.stack.namespace";
/** The image as the file names it, of a service. */
export const IMAGE_LABEL = "com.docker.stack.image";

/** `web` of the stack `platzi-0` is `platzi-0_web`. */
export const scoped = (stack: string, name: string): string => `${stack}_${name}`;
