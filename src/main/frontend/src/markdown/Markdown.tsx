import { lazy, memo, Suspense, useMemo } from "react";
import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";
import { completed, Splitter, type Block, type Definitions } from "./blocks";
import { CodeBlock } from "./CodeBlock";
import { elements } from "./elements";
import { holdsMath } from "./math";
import { Parts } from "./parts";

/** From so many blocks on, parts out of sight are not laid out. */
const LONG = 80;
const PLUGINS = [remarkGfm];
// Where it cannot be loaded, a formula is shown as it was written.
const MathBlock = lazy(() => import("./MathBlock").catch(() => ({ default: PlainBlock })));

/** An answer as it grows: what stands before its last block is neither parsed nor rendered again. */
export const Markdown = memo(function Markdown({ text, id }: { text: string; id: string }) {
  const { splitter, parts } = useMemo(() => ({ splitter: new Splitter(), parts: new Parts<Block>() }), []);
  const blocks = splitter.split(text);
  return (
    <div className={blocks.length > LONG ? "markdown long" : "markdown"}>
      {parts.of(blocks).map((part, index) => (
        <Part key={index} blocks={part} definitions={splitter.definitions} prefix={`${id}-${index}-`} />
      ))}
    </div>
  );
});

/** Some blocks in a row: a long answer is a list of such, of which only the last one is looked at again. */
const Part = memo(function Part({ blocks, definitions, prefix }: { blocks: readonly Block[]; definitions: Definitions; prefix: string }) {
  return (
    <div className="part">
      {blocks.map((block, index) =>
        block.kind === "code" ? (
          <CodeBlock key={index} language={block.language} text={block.text} settled={block.closed} />
        ) : (
          <TextBlock key={index} text={completed(block.text, definitions)} prefix={`${prefix}${index}-`} />
        ),
      )}
    </div>
  );
});

const TextBlock = memo(function TextBlock({ text, prefix }: { text: string; prefix: string }) {
  const plain = <PlainBlock text={text} prefix={prefix} />;
  if (!holdsMath(text)) return plain;
  return (
    <Suspense fallback={plain}>
      <MathBlock text={text} prefix={prefix} />
    </Suspense>
  );
});

function PlainBlock({ text, prefix }: { text: string; prefix: string }) {
  const options = useMemo(() => ({ clobberPrefix: prefix }), [prefix]);
  return (
    <ReactMarkdown remarkPlugins={PLUGINS} remarkRehypeOptions={options} components={elements}>
      {text}
    </ReactMarkdown>
  );
}
