import { FileText, LayoutGrid, type LucideIcon, Settings } from "lucide-react";
import type { TabLink } from "@/components/ui/tab-links";

export interface Section {
  href: string;
  label: string;
  icon: LucideIcon;
}

export const sections: readonly Section[] = [
  { href: "/integrations", label: "Integrations", icon: LayoutGrid },
  { href: "/content", label: "Content", icon: FileText },
  { href: "/settings", label: "Settings", icon: Settings },
];

export const integrationTabs: readonly TabLink[] = [
  { href: "/integrations", label: "Overview" },
  { href: "/integrations/add", label: "Add", also: "/integrations/add/" },
  { href: "/integrations/configure", label: "Configure", also: "/integrations/int_" },
  { href: "/integrations/monitor", label: "Monitor", also: "/integrations/monitor/" },
];

export const settingsTabs: readonly TabLink[] = [
  { href: "/settings", label: "Workspace" },
  { href: "/settings/members", label: "Members" },
  { href: "/settings/api-keys", label: "API keys" },
  { href: "/settings/sessions", label: "Sessions" },
  { href: "/settings/audit", label: "Audit" },
];

export interface Place {
  href: string;
  label: string;
  /** Typed one after the other: "g o". */
  keys?: string;
  words?: string;
}

/** Where the palette and the jump keys go. */
export const places: readonly Place[] = [
  { href: "/integrations", label: "Overview", keys: "g o", words: "home health score integrations" },
  { href: "/integrations/add", label: "Add an integration", keys: "g a", words: "connect provider new" },
  {
    href: "/integrations/configure",
    label: "Configure",
    keys: "g c",
    words: "settings connection sync limits",
  },
  { href: "/integrations/monitor", label: "Monitor", keys: "g m", words: "charts live status" },
  { href: "/integrations/monitor/runs", label: "Runs", keys: "g r", words: "sync history" },
  { href: "/integrations/monitor/logs", label: "Logs", keys: "g l", words: "stream events" },
  { href: "/integrations/monitor/calls", label: "Platform calls", words: "api requests http" },
  { href: "/content", label: "Content", keys: "g w", words: "library articles publish" },
  { href: "/content/new", label: "Write an article", keys: "c", words: "new post compose publish" },
  { href: "/settings", label: "Settings", keys: "g s", words: "workspace" },
  { href: "/settings/members", label: "Members", words: "people invite team roles" },
  { href: "/settings/api-keys", label: "API keys", words: "developer token rest" },
  { href: "/settings/sessions", label: "Sessions", words: "devices sign out security" },
  { href: "/settings/audit", label: "Audit log", words: "history who changed" },
];
