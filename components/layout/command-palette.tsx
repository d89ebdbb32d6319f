"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { CornerDownLeft, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { Dialog } from "radix-ui";
import { ConnectorLogo } from "@/components/integration/connector-logo";
import { useIntegrationCommands } from "@/components/integration/use-integration-commands";
import { Kbd } from "@/components/ui/kbd";
import type { IntegrationCard, IntegrationPage } from "@/lib/domain/integration/types";
import { liveKey } from "@/lib/query/keys";
import { liveRead } from "@/lib/query/live-read";
import { places } from "./navigation";
import { openShortcuts } from "./palette-events";

const itemClass =
  "flex min-h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 py-1.5 text-base select-none data-[selected=true]:bg-hover";
const groupClass =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted";

function Places({ go }: { go: (href: string) => void }) {
  return (
    <Command.Group heading="Go to" className={groupClass}>
      {places.map((place) => (
        <Command.Item
          key={place.href}
          value={`${place.label} ${place.words ?? ""}`}
          onSelect={() => go(place.href)}
          className={itemClass}
        >
          <span className="flex-1">{place.label}</span>
          {place.keys?.split(" ").map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function Integrations({ go, done }: { go: (href: string) => void; done: () => void }) {
  const { data } = useQuery({
    queryKey: liveKey("integrations", "palette"),
    queryFn: ({ signal }) => liveRead<IntegrationPage>("integrations", { limit: 50 }, signal),
  });
  const { test, sync } = useIntegrationCommands();
  return (
    <Command.Group heading="Integrations" className={groupClass}>
      {(data?.data ?? []).flatMap((card) => [
        <Command.Item
          key={card.id}
          value={`Open ${card.name} ${card.connectorName} ${card.id}`}
          onSelect={() => go(`/integrations/${card.id}`)}
          className={itemClass}
        >
          <ConnectorLogo slug={card.connector} size="sm" />
          Open {card.name}
          <Account of={card} />
        </Command.Item>,
        <Command.Item
          key={`${card.id}-test`}
          value={`Test ${card.name} ${card.connectorName}`}
          onSelect={() => {
            void test(card);
            done();
          }}
          className={itemClass}
        >
          <ConnectorLogo slug={card.connector} size="sm" />
          Test {card.name}
          <Account of={card} />
        </Command.Item>,
        <Command.Item
          key={`${card.id}-sync`}
          value={`Sync ${card.name} ${card.connectorName} now`}
          onSelect={() => {
            void sync(card);
            done();
          }}
          className={itemClass}
        >
          <ConnectorLogo slug={card.connector} size="sm" />
          Sync {card.name} now
          <Account of={card} />
        </Command.Item>,
      ])}
    </Command.Group>
  );
}

/** Tells two accounts of the same platform apart. */
function Account({ of: card }: { of: IntegrationCard }) {
  return <span className="min-w-0 flex-1 truncate text-right text-sm text-muted">{card.accountLabel}</span>;
}

function Actions({ done }: { done: () => void }) {
  const { setTheme } = useTheme();
  const actions = [
    { label: "Use the light theme", run: () => setTheme("light") },
    { label: "Use the dark theme", run: () => setTheme("dark") },
    { label: "Use the system's theme", run: () => setTheme("system") },
    { label: "Show keyboard shortcuts", run: openShortcuts },
  ];
  return (
    <Command.Group heading="Actions" className={groupClass}>
      {actions.map(({ label, run }) => (
        <Command.Item
          key={label}
          value={label}
          onSelect={() => {
            done();
            run();
          }}
          className={itemClass}
        >
          {label}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

export interface PaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function CommandPalette({ open, onOpenChange }: PaletteProps) {
  const router = useRouter();
  const done = () => onOpenChange(false);
  const go = (href: string) => {
    done();
    router.push(href);
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[var(--scrim)]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[10dvh] z-50 mx-auto max-w-xl overflow-hidden rounded-xl bg-raised shadow-pop focus:outline-none"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Command label="Search and commands" loop>
            <div className="flex items-center gap-2.5 border-b px-4">
              <Search aria-hidden className="size-4 text-muted" />
              <Command.Input
                placeholder="Where to, or what to do?"
                className="h-12 flex-1 bg-transparent text-lg outline-none placeholder:text-faint"
              />
            </div>
            <Command.List className="max-h-[min(26rem,60dvh)] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-8 text-center text-base text-muted">
                Nothing by that name.
              </Command.Empty>
              <Places go={go} />
              <Integrations go={go} done={done} />
              <Actions done={done} />
            </Command.List>
            <p className="flex items-center gap-1.5 border-t bg-sunken px-4 py-2 text-xs text-muted">
              <CornerDownLeft aria-hidden className="size-3" /> opens · <Kbd>↑</Kbd>
              <Kbd>↓</Kbd> move · <Kbd>Esc</Kbd> closes
            </p>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
