import { memo, useEffect, useState, type ReactNode } from "react";
import { CopyButton } from "../components/CopyButton";
import { useText } from "../i18n/language";

/** Longer code is shown plain: colouring it would hold up the page. */
const HIGHLIGHT_LIMIT = 40_000;

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
        <code>{coloured ?? text}</code>
      </pre>
    </figure>
  );
});

/** The highlighter is loaded when the first code that it can colour is there, and not before. */
function useColours(language: string, text: string, wanted: boolean): ReactNode | null {
  const [colours, setColours] = useState<{ of: string; tree: ReactNode } | null>(null);
  useEffect(() => {
    if (!wanted || language === "") return;
    let left = false;
    void import("./highlight").then(
      ({ highlight }) => {
        const tree = left ? null : highlight(language, text);
        if (tree !== null) setColours({ of: text, tree });
      },
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [language, text, wanted]);
  return colours?.of === text ? colours.tree : null;
}
