import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

const NEAR = 48;

/**
 * Keeps the end in sight while the reader is at the end, and leaves them alone when they have scrolled up. Opening a
 * session and sending a message go to the end.
 */
export function useFollowEnd(
  sessionId: string | null,
  sent: string | null,
  content: unknown,
): { box: RefObject<HTMLDivElement | null>; away: boolean; toEnd: () => void } {
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [away, setAway] = useState(false);

  const toEnd = useCallback(() => {
    following.current = true;
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let lastTop = element.scrollTop;
    const onScroll = () => {
      const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      // Only the reader scrolls up; text that grows below moves nothing.
      if (atEnd) following.current = true;
      else if (element.scrollTop < lastTop) following.current = false;
      lastTop = element.scrollTop;
      setAway(!atEnd && !following.current);
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    const resized = new ResizeObserver(() => {
      if (following.current) element.scrollTop = element.scrollHeight;
    });
    resized.observe(element);
    if (element.firstElementChild) resized.observe(element.firstElementChild);
    return () => {
      element.removeEventListener("scroll", onScroll);
      resized.disconnect();
    };
  }, []);

  useLayoutEffect(() => {
    if (following.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [content]);

  useLayoutEffect(toEnd, [sessionId, toEnd]);

  useLayoutEffect(() => {
    // Nothing is on its way any more: whoever reads further up meanwhile stays there.
    if (sent !== null) toEnd();
  }, [sent, toEnd]);

  return { box, away, toEnd };
}
