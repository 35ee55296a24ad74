import { memo, useMemo } from "react";
import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";
import { Splitter } from "./blocks";
import { CodeBlock } from "./CodeBlock";
import { elements } from "./elements";

const PLUGINS = [remarkGfm];

/** An answer as it grows: what stands before its last block is neither parsed nor rendered again. */
export const Markdown = memo(function Markdown({ text, id }: { text: string; id: string }) {
  const splitter = useMemo(() => new Splitter(), []);
  const blocks = splitter.split(text);
  return (
    <div className="markdown">
      {blocks.map((block, index) =>
        block.kind === "code" ? (
          <CodeBlock key={index} language={block.language} text={block.text} settled={block.closed} />
        ) : (
          <TextBlock key={index} text={splitter.complete(block.text)} prefix={`${id}-${index}-`} />
        ),
      )}
    </div>
  );
});

const TextBlock = memo(function TextBlock({ text, prefix }: { text: string; prefix: string }) {
  const options = useMemo(() => ({ clobberPrefix: prefix }), [prefix]);
  return (
    <ReactMarkdown remarkPlugins={PLUGINS} remarkRehypeOptions={options} components={elements}>
      {text}
    </ReactMarkdown>
  );
});
