import katex from "katex";
import "katex/dist/katex.min.css";
import { useLayoutEffect, useMemo, useRef } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import { elements } from "./elements";
import { withDollars } from "./math";

const PLUGINS = [remarkGfm, [remarkMath, { singleDollarTextMath: false }]] as const;

/** A block with formulas in it. Loaded with the first such block. */
export default function MathBlock({ text, prefix }: { text: string; prefix: string }) {
  const options = useMemo(() => ({ clobberPrefix: prefix }), [prefix]);
  return (
    <ReactMarkdown remarkPlugins={PLUGINS as never} remarkRehypeOptions={options} components={WITH_MATH}>
      {withDollars(text)}
    </ReactMarkdown>
  );
}

const WITH_MATH: Components = {
  ...elements,
  code: ({ className, children }) =>
    className?.includes("math-inline") ? <Formula tex={textOf(children)} display={false} /> : <code className={className}>{children}</code>,
  pre: (props) => {
    const code = props.node?.children[0];
    const classes = code?.type === "element" ? code.properties["className"] : undefined;
    if (code?.type !== "element" || !Array.isArray(classes) || !classes.includes("math-display")) {
      const Pre = elements.pre;
      return typeof Pre === "function" ? <Pre {...props} /> : null;
    }
    return <Formula tex={code.children.map((each) => (each.type === "text" ? each.value : "")).join("")} display />;
  },
};

const textOf = (children: unknown): string => (Array.isArray(children) ? children.map(textOf).join("") : typeof children === "string" ? children : "");

/** Drawn as elements with styles set by script, never as a string of HTML: the page's policy allows no inline styles. */
function Formula({ tex, display }: { tex: string; display: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (place.current) set(tex, place.current, display);
  }, [tex, display]);
  return display ? <span className="formula scroll-x" tabIndex={0} ref={place} /> : <span className="formula" ref={place} />;
}

/** What cannot be set stands there as it was written: what the library would put in its place has an inline style. */
function set(tex: string, place: HTMLElement, display: boolean): void {
  try {
    katex.render(tex, place, { displayMode: display, throwOnError: true, trust: false, maxExpand: 200, maxSize: 20, strict: false });
  } catch {
    const written = document.createElement("code");
    written.textContent = tex;
    place.replaceChildren(written);
  }
}
