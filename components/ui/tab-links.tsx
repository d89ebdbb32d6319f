"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/lib/cn";

export interface TabLink {
  href: string;
  label: string;
  /** Also active where the path begins so. */
  also?: string;
}

/** Tabs are links: they can be shared, opened in a new window and restored by Back. */
export function TabLinks({ tabs, label }: { tabs: readonly TabLink[]; label: string }) {
  const pathname = usePathname();
  return (
    <nav
      aria-label={label}
      className="-mx-4 overflow-x-auto border-b px-4 sm:mx-0 sm:px-0 [scrollbar-width:none]"
    >
      <ul className="flex gap-5">
        {tabs.map((tab) => {
          const active = pathname === tab.href || (tab.also !== undefined && pathname.startsWith(tab.also));
          return (
            <li key={tab.href}>
              <Link
                href={tab.href}
                aria-current={active ? "page" : undefined}
                className={cn(
                  "-mb-px flex h-10 items-center border-b-2 text-base whitespace-nowrap transition-colors pointer-coarse:h-11 focus-visible:-outline-offset-2",
                  active ? "border-ink font-medium text-ink" : "border-transparent text-muted hover:text-ink",
                )}
              >
                {tab.label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
