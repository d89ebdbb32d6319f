import { Lock } from "lucide-react";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";

export function NoRight({ what }: { what: string }) {
  return (
    <Card>
      <EmptyState icon={Lock} title={`${what}: for owners and admins`}>
        Your role in this workspace does not show this. An owner or admin can change your role under Members.
      </EmptyState>
    </Card>
  );
}
