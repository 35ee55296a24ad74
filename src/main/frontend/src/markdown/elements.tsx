import type { ComponentProps } from "react";
import type { Components } from "react-markdown";
import { useText } from "../i18n/language";
import { CodeBlock } from "./CodeBlock";
import { directionOf } from "./direction";

/** How markdown's elements look here: links that tell nobody where they come from, no images from anywhere, text set by its own direction. */
export const elements: Components = {
  a: ({ href, children, id, className }) => {
    if (href?.startsWith("#")) return <a href={href} id={id} className={className}>{children}</a>;
    return <SafeLink href={href}>{children}</SafeLink>;
  },
  img: ({ src, alt }) => <ImageLink src={src} alt={alt} />,
  p: ({ children }) => <p dir="auto">{children}</p>,
  li: ({ children, className, id }) => <li dir="auto" id={id} className={className}>{children}</li>,
  ul: ({ node, children, className }) => <ul dir={directionOf(node)} className={className}>{children}</ul>,
  ol: ({ node, children, className, start }) => <ol dir={directionOf(node)} className={className} start={start}>{children}</ol>,
  blockquote: ({ node, children }) => <blockquote dir={directionOf(node)}>{children}</blockquote>,
  // The page's own headings are the first two levels: those of an answer stand below them.
  h1: ({ children }) => <h3 dir="auto" className="h1">{children}</h3>,
  h2: ({ children, id }) => <h3 dir="auto" id={id} className={id ? "hidden" : "h2"}>{children}</h3>,
  h3: ({ children }) => <h4 dir="auto">{children}</h4>,
  h4: ({ children }) => <h5 dir="auto">{children}</h5>,
  h5: ({ children }) => <h6 dir="auto">{children}</h6>,
  h6: ({ children }) => <h6 dir="auto">{children}</h6>,
  table: ({ node, children }) => (
    <div className="scroll-x" tabIndex={0} dir={directionOf(node)}>
      <table>{children}</table>
    </div>
  ),
  td: ({ children, style }) => <td dir="auto" style={style}>{children}</td>,
  th: ({ children, style }) => <th dir="auto" style={style}>{children}</th>,
  input: ({ checked }) => <Task done={checked ?? false} />,
  pre: ({ node }) => {
    const code = node?.children[0];
    if (code?.type !== "element") return null;
    const text = code.children.map((child) => (child.type === "text" ? child.value : "")).join("");
    const classes = code.properties["className"];
    const language = Array.isArray(classes) ? String(classes[0]).replace(/^language-/, "") : "";
    return <CodeBlock language={language} text={text.replace(/\n$/, "")} settled />;
  },
};

function SafeLink({ href, children }: ComponentProps<"a">) {
  // An address that was not safe has been emptied by the parser: what is left is text.
  if (!href) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children}
    </a>
  );
}

function ImageLink({ src, alt }: { src: unknown; alt: string | undefined }) {
  const text = useText();
  const address = typeof src === "string" ? src : "";
  return <SafeLink href={address}>{text.image(alt !== undefined && alt !== "" ? alt : address)}</SafeLink>;
}

function Task({ done }: { done: boolean }) {
  const text = useText();
  return <input type="checkbox" checked={done} disabled readOnly aria-label={done ? text.taskDone : text.taskOpen} />;
}
