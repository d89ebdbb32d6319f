import type { ReactNode } from "react";
import { LogoMark } from "@/components/layout/logo";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-5 pt-[14dvh] pb-12">
      <div className="w-full max-w-sm">
        <div className="mb-8 flex items-center gap-2.5">
          <LogoMark className="size-8" />
          <span className="text-lg font-semibold tracking-tight">Connectus</span>
        </div>
        {children}
      </div>
    </main>
  );
}
