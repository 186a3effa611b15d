// The query of the address as state: read it, change it, link to it. Nothing else keeps what the reader chose.
import { useCallback, useEffect, useMemo, useRef } from "react";
import { canonical, changed, pairs } from "./address";
import { useAddress, useGo } from "./location";

export type Changes = Record<string, string | string[] | null>;

const SETTLED_MS = 300;

/** `defaults`: values that mean the same as nothing; they are read back and never written. */
export function useSearch(defaults: Record<string, string> = {}) {
  const address = useAddress();
  const { push, replace: put } = useGo();
  const settle = useRef<{ timer: number; from: string } | null>(null);
  const now = useRef(address);
  now.current = address;
  const kept = useRef(defaults);
  kept.current = defaults;

  useEffect(() => () => window.clearTimeout(settle.current?.timer), []);

  /** One history entry from the state before the drag to the state after it. */
  const go = useCallback(
    (from: string, to: string) => {
      put(from);
      if (canonical(from) !== canonical(to)) push(to);
    },
    [put, push],
  );

  const href = useCallback((changes: Changes) => changed(now.current, withoutDefaults(changes, kept.current)), []);

  /** Choosing makes a history entry. `replace` (while dragging or typing) does not, until nothing moved for 300 ms. */
  const set = useCallback(
    (changes: Changes, { replace = false }: { replace?: boolean } = {}) => {
      const from = settle.current?.from ?? now.current;
      const to = changed(now.current, withoutDefaults(changes, kept.current));
      window.clearTimeout(settle.current?.timer);
      settle.current = null;
      now.current = to;
      if (!replace) return go(from, to);
      put(to);
      settle.current = { from, timer: window.setTimeout(() => { settle.current = null; go(from, to); }, SETTLED_MS) };
    },
    [go, put],
  );

  return useMemo(() => {
    const all = pairs(address.split("?")[1] ?? "");
    return {
      get: (name: string): string | null => all.find(([one]) => one === name)?.[1] ?? kept.current[name] ?? null,
      all: (name: string): string[] => all.filter(([one]) => one === name).flatMap(([, value]) => value.split(",")),
      set,
      href,
    };
  }, [address, set, href]);
}

function withoutDefaults(changes: Changes, defaults: Record<string, string>): Changes {
  return Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value === defaults[name] ? null : value]));
}
