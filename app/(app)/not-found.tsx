import { Compass } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFoundPage() {
  return (
    <EmptyState
      icon={Compass}
      title="There is nothing at this address"
      className="py-24"
      action={
        <Button variant="primary" asChild>
          <Link href="/integrations">Go to the overview</Link>
        </Button>
      }
    >
      It may have been removed, or it belongs to another workspace. If you have several, try the switcher at
      the top.
    </EmptyState>
  );
}
