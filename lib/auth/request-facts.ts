import { clientAddress } from "@/lib/http/client-address";
import { newId } from "@/lib/ids";
import { browserLabel } from "./browser-label";

/** Who asks, before anybody is known. */
export interface RequestFacts {
  requestId: string;
  ip: string | null;
  now: Date;
  /** "Firefox on Windows" */
  label: string | null;
}

export function requestFacts(headers: Headers, now = new Date()): RequestFacts {
  return {
    requestId: newId(),
    ip: clientAddress(headers),
    now,
    label: browserLabel(headers.get("user-agent")),
  };
}
