import { memo, useEffect, useState } from "react";
import { CopyButton } from "../components/CopyButton";
import { useText } from "../i18n/language";
import { highlight, type Piece } from "./highlight";

/** Longer code is shown plain: so many coloured pieces would hold up the page. */
const HIGHLIGHT_LIMIT = 20_000;
const CHUNK = 4_000;

interface Props {
  language: string;
  text: string;
  /** Whether the code is all there; it is coloured only then. */
  settled: boolean;
}

export const CodeBlock = memo(function CodeBlock({ language, text, settled }: Props) {
  const strings = useText();
  const coloured = useColours(language, text, settled && text.length <= HIGHLIGHT_LIMIT);
  return (
    <figure className="code">
      <figcaption>
        <span>{language || strings.code}</span>
        <CopyButton text={text} label={strings.copyCode} of="code" />
      </figcaption>
      <pre tabIndex={0} dir="ltr">
        <code>{coloured === null && text.length > CHUNK ? <Chunks text={text} /> : coloured?.map((piece, index) => (piece.classes ? <span key={index} className={piece.classes}>{piece.text}</span> : piece.text)) ?? text}</code>
      </pre>
    </figure>
  );
});

/** Long code line by line in chunks: while it grows, only the last one changes, and those out of sight are not laid out. */
function Chunks({ text }: { text: string }) {
  const chunks: string[] = [];
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf("\n", from + CHUNK);
    const to = newline < 0 ? text.length : newline + 1;
    chunks.push(text.slice(from, to));
    from = to;
  }
  return chunks.map((chunk, index) => <Chunk key={index} text={chunk} />);
}

const Chunk = memo(function Chunk({ text }: { text: string }) {
  return <span className="chunk">{text}</span>;
});

/** The highlighter is started when the first code that it can colour is there, and not before. */
function useColours(language: string, text: string, wanted: boolean): readonly Piece[] | null {
  const [colours, setColours] = useState<{ of: string; pieces: readonly Piece[] } | null>(null);
  useEffect(() => {
    if (!wanted || language === "") return;
    let left = false;
    void highlight(language, text).then((pieces) => {
      if (!left && pieces !== null) setColours({ of: text, pieces });
    });
    return () => {
      left = true;
    };
  }, [language, text, wanted]);
  return colours?.of === text ? colours.pieces : null;
}
