import "server-only";
import { notFound } from "next/navigation";
import { loadIntegration } from "@/lib/domain/integration/loaders";
import type { IntegrationDetail } from "@/lib/domain/integration/types";
import { isAppError } from "@/lib/errors";

/** Another workspace's integration and one that never was look the same: the page for nothing found. */
export async function loadOrNotFound(publicId: string): Promise<IntegrationDetail> {
  try {
    return await loadIntegration(publicId);
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") notFound();
    throw error;
  }
}
