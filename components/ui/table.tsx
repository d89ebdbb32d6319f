import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** Scrolls inside its own frame when it must, never the page. Focusable, so that a keyboard can scroll it. */
export function Table({ className, label, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    <section className="overflow-x-auto" aria-label={label} tabIndex={0}>
      <table className={cn("w-full border-collapse text-sm", className)} {...rest} />
    </section>
  );
}

export function Th({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={cn(
        "border-b bg-sunken px-3 py-2 text-left text-xs font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5",
        className,
      )}
      {...rest}
    />
  );
}

export function Td({ className, ...rest }: ComponentProps<"td">) {
  return (
    <td
      className={cn("px-3 py-2.5 align-middle first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5", className)}
      {...rest}
    />
  );
}

export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return <tr className={cn("border-b last:border-b-0 hover:bg-hover/60", className)} {...rest} />;
}
