import type { ReactNode } from "react";
import { integrationTabs } from "@/components/layout/navigation";
import { TabLinks } from "@/components/ui/tab-links";

export default function IntegrationsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <TabLinks tabs={integrationTabs} label="Integrations" />
      <div className="pt-6">{children}</div>
    </>
  );
}
