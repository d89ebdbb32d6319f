"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { buttonClass } from "@/components/ui/button";
import { cn } from "@/lib/cn";

const views = [
  { href: "/integrations/monitor", label: "Live" },
  { href: "/integrations/monitor/runs", label: "Runs" },
  { href: "/integrations/monitor/logs", label: "Logs" },
  { href: "/integrations/monitor/calls", label: "Calls" },
] as const;

export function MonitorLinks() {
  const pathname = usePathname();
  return (
    <nav aria-label="Monitor" className="inline-flex rounded-lg border bg-surface p-0.5">
      {views.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={pathname === href ? "page" : undefined}
          className={cn(buttonClass("quiet", "sm"), pathname === href && "bg-hover text-ink")}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
