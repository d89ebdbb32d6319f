"use client";

import { useRouter } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";
import { places } from "./navigation";

const storageKey = "connectus:single-keys";
const changed = "connectus:single-keys-changed";

/** People who dictate can turn single keys off (WCAG 2.1.4). */
export const singleKeysOn = {
  get: () => localStorage.getItem(storageKey) !== "off",
  set: (on: boolean) => {
    localStorage.setItem(storageKey, on ? "on" : "off");
    window.dispatchEvent(new Event(changed));
  },
};

function subscribe(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  return () => window.removeEventListener(changed, listener);
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore(subscribe, singleKeysOn.get, () => true);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** `g o` within a second, `c`, `/`, `?`, `j`/`k`. Never while somebody types or a dialog is open. */
export function useJumpKeys(onHelp: () => void): void {
  const router = useRouter();
  useEffect(() => {
    let first: { key: string; atMs: number } | undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return;
      if (!singleKeysOn.get() || document.querySelector("[role=dialog],[role=menu]")) return;
      const pair = first && performance.now() - first.atMs < 1000 ? `${first.key} ${event.key}` : event.key;
      first = { key: event.key, atMs: performance.now() };
      const place = places.find((each) => each.keys === pair);
      if (place) {
        event.preventDefault();
        router.push(place.href);
      } else if (event.key === "?") onHelp();
      else if (event.key === "/") focusSearch(event);
      else if (event.key === "j" || event.key === "k") moveRow(event.key === "j" ? 1 : -1);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [router, onHelp]);
}

function focusSearch(event: KeyboardEvent): void {
  const search = document.querySelector<HTMLInputElement>("main input[type=search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
}

/** Rows mark what opens them with `data-row`. */
function moveRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("main [data-row]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step];
  next?.focus();
}
