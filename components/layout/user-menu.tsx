"use client";

import { Keyboard, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { Avatar } from "@/components/ui/avatar";
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from "@/components/ui/dropdown-menu";
import { leave } from "./leave";
import { openShortcuts } from "./palette-events";

const themes = [
  { value: "system", label: "System", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
];

export function UserMenu({ name, email, compact }: { name: string; email: string; compact?: boolean }) {
  const { theme, setTheme } = useTheme();
  return (
    <Menu>
      <MenuTrigger
        className="flex min-h-9 min-w-0 items-center gap-2.5 rounded-md px-1.5 py-1 text-left hover:bg-hover pointer-coarse:min-h-11"
        aria-label={`Account of ${name}`}
      >
        <Avatar name={name} />
        {compact ? null : <span className="min-w-0 flex-1 truncate text-sm font-medium">{name}</span>}
      </MenuTrigger>
      <MenuContent align={compact ? "end" : "start"} className="w-60">
        <div className="px-2 py-1.5">
          <p className="truncate text-sm font-medium">{name}</p>
          <p className="truncate text-xs text-muted">{email}</p>
        </div>
        <MenuSeparator />
        <MenuLabel>Appearance</MenuLabel>
        <MenuRadioGroup value={theme ?? "system"} onValueChange={setTheme}>
          {themes.map(({ value, label, icon: Icon }) => (
            <MenuRadioItem key={value} value={value}>
              <Icon aria-hidden className="size-4 text-muted" />
              {label}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuItem icon={<Keyboard aria-hidden />} onSelect={openShortcuts}>
          Keyboard shortcuts
        </MenuItem>
        <MenuItem icon={<LogOut aria-hidden />} onSelect={() => void leave()}>
          Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
