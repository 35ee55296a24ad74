import { useText } from "../../i18n/language";
import { Dialog } from "../Dialog";
import { Appearance } from "./Appearance";
import { Importing } from "./Importing";
import { ProviderKeys } from "./ProviderKeys";
import { Roles } from "./Roles";
import { Tokens } from "./Tokens";
import { Use } from "./Use";

interface Props {
  onClose: () => void;
  onOpen: (sessionId: string) => void;
}

/** Loaded when it is first opened. What the server does not offer is left out. */
export default function SettingsDialog({ onClose, onOpen }: Props) {
  const strings = useText();
  return (
    <Dialog title={strings.settings} className="settings" onClose={onClose}>
      <Appearance />
      <ProviderKeys />
      <Roles />
      <Use />
      <Tokens />
      <Importing
        onImported={(id) => {
          onClose();
          onOpen(id);
        }}
      />
    </Dialog>
  );
}
