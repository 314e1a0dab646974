/** Whether a source of ADD is a URL or a Git repository. */
export const isRemote = (name: string): boolean => /^(https?:\/\/|git@|git:\/\/|ssh:\/\/)/.test(name);
