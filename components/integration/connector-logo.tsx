import Image from "next/image";
import { cn } from "@/lib/cn";

const sizes = { sm: "size-5 rounded", md: "size-9 rounded-lg", lg: "size-12 rounded-xl" } as const;

export function ConnectorLogo({ slug, size = "md" }: { slug: string; size?: keyof typeof sizes }) {
  return (
    <span className={cn("flex shrink-0 items-center justify-center overflow-hidden", sizes[size])}>
      {/* Decorative: the name always stands beside it. */}
      <Image
        src={`/connectors/${slug}.svg`}
        alt=""
        width={48}
        height={48}
        unoptimized
        className="size-full object-contain"
      />
    </span>
  );
}
