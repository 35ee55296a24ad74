import { useEffect, useState } from "react";
import { useText } from "../i18n/language";
import { Icon } from "./Icon";

interface Props {
  text: string;
  label: string;
  /** What it copies, for the page's keys: the label changes for a moment after each press. */
  of?: "answer" | "code";
  iconOnly?: boolean;
}

export function CopyButton({ text, label, of, iconOnly = false }: Props) {
  const strings = useText();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      className="quiet"
      data-copies={of}
      onClick={() => void copy(text).then(setCopied)}
      aria-label={copied ? strings.copied : label}
      title={iconOnly ? label : undefined}
    >
      <Icon name={copied ? "check" : "copy"} />
      {!iconOnly && <span aria-hidden="true">{copied ? strings.copied : strings.copy}</span>}
    </button>
  );
}

export async function copy(text: string): Promise<boolean> {
  // There is no clipboard on a plain http address; the old way works there too.
  if (typeof navigator.clipboard !== "undefined") {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused: the old way may still be allowed.
    }
  }
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "hidden";
  document.body.append(box);
  box.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without a secure context
  const done = document.execCommand("copy");
  box.remove();
  return done;
}
