import { decode, encode } from "../../../kernel/bytes.ts";
import { parseSignature, type Signature, signatureText } from "./commit.ts";
import type { GitObject, ObjectType } from "./git-object.ts";

/** An annotated tag. */
interface Tag {
  readonly object: string;
  readonly type: ObjectType;
  readonly name: string;
  readonly tagger: Signature;
  readonly message: string;
}

export const tagOf = ({ object, type, name, tagger, message }: Tag): GitObject => ({
  type: "tag",
  data: encode(`object ${object}\ntype ${type}\ntag ${name}\ntagger ${signatureText(tagger)}\n\n${message}`),
});

/** Reads an annotated tag's object: its headers up to the first empty line, then its message. */
export function parseTag({ data }: GitObject): Tag {
  const text = decode(data);
  const value = (key: string) => new RegExp(`^${key} (.*)$`, "m").exec(text)?.[1] ?? "";
  const type = value("type");
  return {
    object: value("object"),
    type: type === "tree" || type === "blob" || type === "tag" ? type : "commit",
    name: value("tag"),
    tagger: parseSignature(value("tagger")),
    message: text.slice(text.indexOf("\n\n") + 2),
  };
}
