import type { ReactNode } from "react";
import { AppShell } from "@/components/layout/app-shell";
import { NoWorkspace } from "@/components/layout/no-workspace";
import { loadPerson } from "@/lib/auth/session";

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const person = await loadPerson();
  if (!person.workspaceId) return <NoWorkspace name={person.name} />;
  const { name, email, workspaces, workspaceId } = person;
  return <AppShell person={{ name, email, workspaces, workspaceId }}>{children}</AppShell>;
}
