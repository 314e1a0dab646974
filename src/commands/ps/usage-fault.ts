/** A command line that ps cannot read. */
export class UsageFault extends Error {}
