export { quote } from "../../engine/go-quote.ts";
