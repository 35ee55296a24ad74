import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { Icon, type IconName } from "./Icon";

export interface MenuItem {
  label: string;
  icon: IconName;
  danger?: boolean;
  onChoose: () => void;
}

/** A button with a menu, as the browser's own popover: above everything, closed by Escape and by a press elsewhere. */
export function Menu({ label, items, icon = "dots" }: { label: string; items: readonly MenuItem[]; icon?: IconName }) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const id = useId();
  return (
    <>
      <button
        type="button"
        ref={opener}
        className="icon-button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
      </button>
      {open && <Items id={id} label={label} items={items} opener={opener} onClose={() => setOpen(false)} />}
    </>
  );
}

interface ItemsProps {
  id: string;
  label: string;
  items: readonly MenuItem[];
  opener: React.RefObject<HTMLButtonElement | null>;
  onClose: () => void;
}

function Items({ id, label, items, opener, onClose }: ItemsProps) {
  const box = useRef<HTMLDivElement>(null);
  const closed = useRef(onClose);
  useEffect(() => {
    closed.current = onClose;
  });

  useLayoutEffect(() => {
    const menu = box.current;
    const from = opener.current;
    if (!menu || !from) return;
    const onToggle = (event: Event) => {
      if ((event as ToggleEvent).newState === "closed") closed.current();
    };
    menu.addEventListener("toggle", onToggle);
    // Old browsers lack popovers: the menu stands where it is in the page then.
    if ("showPopover" in menu) menu.showPopover({ source: from });
    place(menu, from);
    menu.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    return () => menu.removeEventListener("toggle", onToggle);
  }, [opener]);

  const close = (back: boolean) => {
    onClose();
    if (back) opener.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(box.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[to % all.length]?.focus();
    else if (event.key === "Escape") close(true);
    else if (event.key === "Tab") {
      close(true);
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div id={id} ref={box} popover="auto" role="menu" aria-label={label} className="menu" onKeyDown={onKeyDown}>
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={item.danger ? "danger" : undefined}
          onClick={() => {
            close(true);
            item.onChoose();
          }}
        >
          <Icon name={item.icon} />
          {item.label}
        </button>
      ))}
    </div>
  );
}

/** Below the button, or above it where there is no room; never outside the window. */
function place(menu: HTMLElement, from: HTMLElement): void {
  const button = from.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = button.bottom + 4;
  menu.style.top = `${below + height > innerHeight ? Math.max(4, button.top - height - 4) : below}px`;
  menu.style.left = `${Math.max(4, Math.min(button.right - width, innerWidth - width - 4))}px`;
}
