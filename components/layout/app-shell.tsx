import Link from "next/link";
import type { ReactNode } from "react";
import { OauthReceiver } from "@/components/integration/oauth-receiver";
import { KeyboardHost } from "./keyboard-host";
import { LiveIndicator } from "./live-indicator";
import { LogoMark } from "./logo";
import { BottomLinks, SideLinks } from "./nav-links";
import { SearchButton } from "./search-button";
import { UserMenu } from "./user-menu";
import { WorkspaceSwitcher } from "./workspace-switcher";

export interface ShellPerson {
  name: string;
  email: string;
  workspaceId: string;
  workspaces: { id: string; name: string; role: string }[];
}

export function AppShell({ person, children }: { person: ShellPerson; children: ReactNode }) {
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-sm text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col border-r bg-surface px-3 py-3 md:flex">
        <div className="flex items-center gap-1.5">
          <Link href="/integrations" className="rounded-lg p-1" aria-label="Connectus, overview">
            <LogoMark className="size-6" />
          </Link>
          <WorkspaceSwitcher current={person.workspaceId} workspaces={person.workspaces} />
        </div>
        <SearchButton className="mt-3 mb-4" />
        <nav aria-label="Main">
          <SideLinks />
        </nav>
        <div className="mt-auto flex flex-col gap-1">
          <div>
            <LiveIndicator />
          </div>
          <UserMenu name={person.name} email={person.email} />
        </div>
      </aside>
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-20 flex h-14 items-center gap-1 border-b bg-surface px-3 md:hidden">
          <LogoMark className="size-6" />
          <WorkspaceSwitcher current={person.workspaceId} workspaces={person.workspaces} />
          <div className="ml-auto flex items-center">
            <SearchButton compact />
            <UserMenu name={person.name} email={person.email} compact />
          </div>
        </header>
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-6xl flex-1 px-4 pt-3 pb-28 outline-none sm:px-8 md:pt-8 md:pb-16"
        >
          {children}
        </main>
      </div>
      <BottomLinks />
      <KeyboardHost />
      <OauthReceiver />
    </div>
  );
}
