export { durationString, parseDuration } from "../../engine/go-duration.ts";
export { humanDuration } from "../../engine/human-duration.ts";
