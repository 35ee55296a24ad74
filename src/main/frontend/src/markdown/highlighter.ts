import { common, createLowlight } from "lowlight";
import { flattened } from "./highlight";

const lowlight = createLowlight(common);

self.onmessage = ({ data: { id, language, code } }: MessageEvent<{ id: number; language: string; code: string }>) => {
  const name = language.toLowerCase();
  const pieces = lowlight.registered(name) ? flattened(lowlight.highlight(name, code).children) : null;
  self.postMessage({ id, pieces });
};
