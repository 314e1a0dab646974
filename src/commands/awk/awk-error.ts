/** A program that is none, or one that cannot go on; `message` is what stands after the name of awk. */
export class AwkError extends Error {}
