export const paletteEvent = "connectus:palette";
export const shortcutsEvent = "connectus:shortcuts";

export function openPalette(): void {
  window.dispatchEvent(new Event(paletteEvent));
}

export function openShortcuts(): void {
  window.dispatchEvent(new Event(shortcutsEvent));
}
