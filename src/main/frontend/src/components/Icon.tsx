const PATHS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  send: "M12 19V5M6 11l6-6 6 6",
  stop: "M7 7h10v10H7z",
  pencil: "M4 20h4L19 9l-4-4L4 16v4z",
  bin: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  check: "M5 13l4 4L19 7",
  down: "M12 5v14M6 13l6 6 6-6",
  play: "M8 5l11 7-11 7z",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  dots: "M5 11.5h1v1H5zM11.5 11.5h1v1h-1zM18 11.5h1v1h-1z",
  gear: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4v6M9 14v6",
  keyboard: "M3 6h18v12H3zM7 10h.01M12 10h.01M17 10h.01M8 14h8",
  save: "M12 4v11M7 11l5 5 5-5M4 20h16",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  broom: "M4 12h16M8 6h8M9 18h6",
  info: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 11v5M12 8h.01",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM5 20c.6-3.4 3.4-5 7-5s6.400 1.600 7 5",
  leave: "M14 5H6v14h8M11 12h9M17 9l3 3-3 3",
  again: "M20 11a8 8 0 1 0-2.3 6.3M20 5v6h-6",
};

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
