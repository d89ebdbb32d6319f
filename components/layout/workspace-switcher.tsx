"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import { useTransition } from "react";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";
import { switchWorkspaceAction } from "@/lib/domain/session/actions";
import { reopenLive } from "@/lib/realtime/use-live";

export interface SwitcherProps {
  current: string;
  workspaces: { id: string; name: string; role: string }[];
}

export function WorkspaceSwitcher({ current, workspaces }: SwitcherProps) {
  const [isBusy, start] = useTransition();
  const name = workspaces.find(({ id }) => id === current)?.name ?? "Workspace";
  const change = (workspaceId: string) =>
    start(async () => {
      const result = await switchWorkspaceAction({ workspaceId });
      if (!result.ok) {
        toast.error(result.message, { description: result.fix });
        return;
      }
      reopenLive();
      // A full load: nothing of the other workspace may stay in memory.
      window.location.assign("/integrations");
    });
  return (
    <Menu>
      <MenuTrigger
        disabled={isBusy}
        className="flex min-h-8 min-w-0 flex-1 items-center gap-1.5 rounded-md px-1.5 text-left text-sm font-semibold hover:bg-hover pointer-coarse:min-h-11"
        aria-label={`Workspace ${name}`}
      >
        <span className="truncate">{name}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted" />
      </MenuTrigger>
      <MenuContent align="start" className="w-60">
        <MenuLabel>Workspaces</MenuLabel>
        {workspaces.map((workspace) => (
          <MenuItem
            key={workspace.id}
            onSelect={() => (workspace.id === current ? undefined : change(workspace.id))}
            icon={workspace.id === current ? <Check aria-hidden /> : <span />}
          >
            <span className="min-w-0 flex-1 truncate">{workspace.name}</span>
            <span className="text-xs text-muted">{workspace.role}</span>
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
