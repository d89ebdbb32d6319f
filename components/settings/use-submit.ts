"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { tellFailure } from "@/components/integration/use-integration-commands";

type Answer<T> =
  | { ok: true; data: T }
  | { ok: false; message: string; fix?: string; fields?: Record<string, string> };

/** One action of a small form: busy, errors by field, the page's data read again afterwards. */
export function useSubmit() {
  const router = useRouter();
  const [busy, setBusy] = useState<string | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const submit = async <T>(name: string, action: () => Promise<Answer<T>>): Promise<T | null> => {
    setBusy(name);
    setErrors({});
    const result = await action().catch(
      (): Answer<T> => ({
        ok: false,
        message: "Connectus cannot be reached.",
        fix: "Check your connection, then try again.",
      }),
    );
    setBusy(null);
    if (result.ok) {
      router.refresh();
      return result.data;
    }
    const fields = result.fields ?? {};
    setErrors(fields);
    if (Object.keys(fields).length === 0) tellFailure(result);
    return null;
  };
  return { busy, errors, submit };
}
