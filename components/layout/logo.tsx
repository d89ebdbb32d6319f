import { cn } from "@/lib/cn";

export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 28 28" aria-hidden="true" className={cn("size-7 shrink-0", className)}>
      <rect width="28" height="28" rx="8" className="fill-accent" />
      <path d="M9.6 17.6 18.4 10.4" stroke="white" strokeWidth="2" strokeLinecap="round" />
      <circle cx="9" cy="18" r="3.4" fill="white" />
      <circle cx="19" cy="10" r="3.4" className="fill-accent" stroke="white" strokeWidth="2" />
    </svg>
  );
}
