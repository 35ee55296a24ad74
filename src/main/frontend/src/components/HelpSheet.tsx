import { useText } from "../i18n/language";
import { keysOf, SHORTCUTS, type ShortcutName } from "../settings/shortcuts";
import { Dialog } from "./Dialog";

/** Every key there is. */
export default function HelpSheet({ onClose }: { onClose: () => void }) {
  const strings = useText();
  const inTheBox: [string, string[]][] = [
    [strings.keySend, ["Enter"]],
    [strings.keyNewLine, ["Shift", "Enter"]],
    [strings.keyStop, ["Esc"]],
    [strings.keyEditLast, ["↑"]],
  ];
  return (
    <Dialog title={strings.shortcuts} onClose={onClose}>
      <section>
        <h3>{strings.keysEverywhere}</h3>
        <Keys rows={Object.entries(SHORTCUTS).map(([name, each]) => [strings.shortcutNames[name as ShortcutName], keysOf(each, strings)])} />
      </section>
      <section>
        <h3>{strings.keysInBox}</h3>
        <Keys rows={inTheBox} />
      </section>
    </Dialog>
  );
}

function Keys({ rows }: { rows: [string, string[]][] }) {
  return (
    <dl className="keys">
      {rows.map(([name, keys]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
