import { Compass } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFoundPage() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState
        icon={Compass}
        title="There is nothing at this address"
        action={
          <Button variant="primary" asChild>
            <Link href="/integrations">Go to Connectus</Link>
          </Button>
        }
      >
        Check the address, or start from the overview.
      </EmptyState>
    </main>
  );
}
