import { common, createLowlight } from "lowlight";
import type { ReactNode } from "react";

const lowlight = createLowlight(common);

type Nodes = ReturnType<typeof lowlight.highlight>["children"];

/** Coloured code as elements, never as a string of HTML; null for a language that is not known here. */
export function highlight(language: string, code: string): ReactNode | null {
  const name = language.toLowerCase();
  return lowlight.registered(name) ? elementsOf(lowlight.highlight(name, code).children) : null;
}

function elementsOf(nodes: Nodes): ReactNode[] {
  return nodes.map((node, index) => {
    if (node.type === "text") return node.value;
    if (node.type !== "element") return null;
    const classes = node.properties["className"];
    return (
      <span key={index} className={Array.isArray(classes) ? classes.join(" ") : undefined}>
        {elementsOf(node.children)}
      </span>
    );
  });
}
