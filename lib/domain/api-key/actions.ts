"use server";

import { serverAction } from "@/lib/actions/server-action";
import { createApiKey } from "./create-api-key";
import { revokeApiKey } from "./revoke-api-key";
import { createApiKeyInput, revokeApiKeyInput } from "./schema";

export const createApiKeyAction = serverAction(createApiKeyInput, createApiKey);
export const revokeApiKeyAction = serverAction(revokeApiKeyInput, revokeApiKey);
