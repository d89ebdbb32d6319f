"use client";

import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import { places } from "./navigation";
import { singleKeysOn, useSingleKeys } from "./single-keys";

const general = [
  { keys: "⌘ K", label: "Search and commands (Ctrl K on Windows and Linux)" },
  { keys: "?", label: "This list" },
  { keys: "/", label: "Search on this page" },
  { keys: "j k", label: "Next and previous row of a list" },
  { keys: "Esc", label: "Close what is open" },
];

function Row({ keys, label }: { keys: string; label: string }) {
  return (
    <li className="flex items-center justify-between gap-4 py-1.5 text-sm">
      <span>{label}</span>
      <span className="flex shrink-0 gap-1">
        {keys.split(" ").map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </span>
    </li>
  );
}

export function ShortcutSheet({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const isOn = useSingleKeys();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <ul className="divide-y">
        {general.map((row) => (
          <Row key={row.keys} {...row} />
        ))}
        {places.map((place) =>
          place.keys ? <Row key={place.href} keys={place.keys} label={place.label} /> : null,
        )}
      </ul>
      <label className="mt-4 flex items-center justify-between gap-4 rounded-lg bg-sunken px-3 py-2.5 text-sm">
        <span>Single-key shortcuts</span>
        <Switch checked={isOn} onCheckedChange={singleKeysOn.set} />
      </label>
    </Dialog>
  );
}
