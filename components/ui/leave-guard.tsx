"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";

/** Asks before unsaved work is lost: by a link of ours in a dialog, by closing the tab in the browser's own. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const router = useRouter();
  const [target, setTarget] = useState<string | null>(null);
  useEffect(() => {
    if (!isDirty) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    // In the capture phase: before Next's own Link handler goes.
    const onClick = (event: MouseEvent) => {
      const link = (event.target as Element | null)?.closest?.("a[href]");
      if (!(link instanceof HTMLAnchorElement) || link.target || event.metaKey || event.ctrlKey) return;
      const url = new URL(link.href);
      if (url.origin !== location.origin || url.pathname === location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(url.pathname + url.search);
    };
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [isDirty]);
  return (
    <Dialog
      open={target !== null}
      onOpenChange={(open) => (open ? undefined : setTarget(null))}
      title="Leave without saving?"
      description="What you changed on this page is not saved yet."
      footer={
        <>
          <Button onClick={() => setTarget(null)}>Stay here</Button>
          <Button
            variant="danger"
            onClick={() => {
              if (target) router.push(target);
              setTarget(null);
            }}
          >
            Leave without saving
          </Button>
        </>
      }
    />
  );
}
