import type { ReactNode } from "react";
import { PageHeader } from "@/components/layout/page-header";
import { MonitorLinks } from "@/components/monitoring/monitor-links";

export default function MonitorLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <PageHeader title="Monitor" action={<MonitorLinks />} />
      <div className="mt-6">{children}</div>
    </>
  );
}
