import { Component, lazy, Suspense, useState, type ReactNode } from "react";
import { useText } from "../i18n/language";
import { toasts } from "../settings/toasts";

export type Sheet = "settings" | "help";

interface Props {
  sheet: Sheet | null;
  onSheet: (sheet: Sheet | null) => void;
  onOpen: (sessionId: string) => void;
}

/** React keeps the failure of a load for good: for another try they are made anew. */
const loaders = () => ({
  settings: lazy(() => import("./settings/SettingsDialog")),
  help: lazy(() => import("./HelpSheet")),
});

/** What is loaded when it is first opened. A new version of the page, or no network, may stand in the way of that. */
export function Sheets({ sheet, onSheet, onOpen }: Props) {
  const strings = useText();
  const [{ settings: SettingsDialog, help: HelpSheet }, setLoaders] = useState(loaders);
  const [failures, setFailures] = useState(0);
  const close = () => onSheet(null);
  const failed = () => {
    setLoaders(loaders);
    setFailures(failures + 1);
    close();
    toasts.show(strings.sheetFailed, { words: strings.tryAgain, act: () => onSheet(sheet) });
  };
  return (
    <Boundary key={failures} onFailed={failed}>
      <Suspense fallback={null}>
        {sheet === "settings" && <SettingsDialog onClose={close} onOpen={onOpen} />}
        {sheet === "help" && <HelpSheet onClose={close} />}
      </Suspense>
    </Boundary>
  );
}

/** Without it a failure in what it holds would take the whole page away. */
class Boundary extends Component<{ onFailed: () => void; children: ReactNode }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch() {
    this.props.onFailed();
  }

  override render() {
    return this.state.failed ? null : this.props.children;
  }
}
