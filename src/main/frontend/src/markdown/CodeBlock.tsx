import { memo, useEffect, useState } from "react";
import { CopyButton } from "../components/CopyButton";
import { useText } from "../i18n/language";
import { highlight, type Piece } from "./highlight";

/** Longer code is shown plain: so many coloured pieces would hold up the page. */
const HIGHLIGHT_LIMIT = 20_000;

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
        <CopyButton text={text} label={strings.copyCode} />
      </figcaption>
      <pre tabIndex={0} dir="ltr">
        <code>{coloured?.map((piece, index) => (piece.classes ? <span key={index} className={piece.classes}>{piece.text}</span> : piece.text)) ?? text}</code>
      </pre>
    </figure>
  );
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
