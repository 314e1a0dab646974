import { EngineError } from "../../engine/errors.ts";
import { parseReference, type Reference } from "../../engine/image/reference.ts";
import { CommandError } from "../command.ts";

/** A reference that the client itself reads. @throws CommandError in the words of distribution/reference */
export function referenceArgument(text: string): Reference {
  try {
    return parseReference(text);
  } catch (error) {
    if (error instanceof EngineError) throw new CommandError(error.message);
    throw error;
  }
}
