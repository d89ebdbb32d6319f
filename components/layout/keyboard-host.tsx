"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { openShortcuts, paletteEvent, shortcutsEvent } from "./palette-events";
import { useJumpKeys } from "./single-keys";

// Their code arrives after the first paint, when the browser is idle.
const CommandPalette = dynamic(() => import("./command-palette").then((file) => file.CommandPalette), {
  ssr: false,
});
const ShortcutSheet = dynamic(() => import("./shortcut-sheet").then((file) => file.ShortcutSheet), {
  ssr: false,
});

function usePaletteKeys(setOpen: (change: (was: boolean) => boolean) => void) {
  useEffect(() => {
    const show = () => setOpen(() => true);
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    window.addEventListener(paletteEvent, show);
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener(paletteEvent, show);
      window.removeEventListener("keydown", onKey);
    };
  }, [setOpen]);
}

export function KeyboardHost() {
  const [isReady, setReady] = useState(false);
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  usePaletteKeys(setPalette);
  useJumpKeys(openShortcuts);
  useEffect(() => {
    const show = () => setSheet(true);
    window.addEventListener(shortcutsEvent, show);
    const timer = setTimeout(() => setReady(true), 1500);
    return () => {
      window.removeEventListener(shortcutsEvent, show);
      clearTimeout(timer);
    };
  }, []);
  return (
    <>
      {isReady || palette ? <CommandPalette open={palette} onOpenChange={setPalette} /> : null}
      {sheet ? <ShortcutSheet open={sheet} onOpenChange={setSheet} /> : null}
    </>
  );
}
