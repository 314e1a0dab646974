import { expect, test } from "vitest";
import { inlineCode } from "./inline-code.ts";

test.each([
  ["`docker ps -a` lists <all> & more", "<code>docker ps -a</code> lists &lt;all&gt; &amp; more"],
  ["the container's `echo 'it's'`", "the container’s <code>echo 'it's'</code>"],
  ["with 'quotes' around", "with 'quotes' around"],
])("%s", (text, html) => {
  expect(inlineCode(text)).toBe(html);
});
