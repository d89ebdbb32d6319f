import type { ReactNode } from "react";
import { settingsTabs } from "@/components/layout/navigation";
import { PageHeader } from "@/components/layout/page-header";
import { TabLinks } from "@/components/ui/tab-links";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <PageHeader title="Settings" />
      <div className="mt-4">
        <TabLinks tabs={settingsTabs} label="Settings" />
      </div>
      <div className="pt-6">{children}</div>
    </>
  );
}
