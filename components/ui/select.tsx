import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { controlClass } from "./input";

export interface Option {
  value: string;
  label: string;
}

export interface SelectProps extends Omit<ComponentProps<"select">, "children"> {
  options: readonly Option[];
  /** Small ones sit in filter bars. */
  dense?: boolean;
}

/** The platform's own control: right on phones, with keyboards and screen readers. */
export function Select({ options, dense, className, ...rest }: SelectProps) {
  return (
    <span className={cn("relative inline-flex", dense ? "" : "w-full", className)}>
      <select
        className={cn(
          controlClass,
          "appearance-none pr-8 pointer-coarse:h-11",
          dense ? "h-8 pl-2.5 text-sm max-sm:text-lg" : "h-9 pl-3",
        )}
        {...rest}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-3.5 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
