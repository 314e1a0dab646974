import { binary, type Layer, layer } from "../../kernel/layer.ts";

/** The one file of `hello-world`. */
export const helloWorld = (mtime: number): Layer => layer({ "/hello": binary("hello", 9376) }, mtime);
