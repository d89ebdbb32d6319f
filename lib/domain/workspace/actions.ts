"use server";

import { serverAction } from "@/lib/actions/server-action";
import { createWorkspace } from "./create-workspace";
import { createWorkspaceInput, updateWorkspaceInput } from "./schema";
import { updateWorkspace } from "./update-workspace";

export const createWorkspaceAction = serverAction(createWorkspaceInput, createWorkspace);
export const updateWorkspaceAction = serverAction(updateWorkspaceInput, updateWorkspace);
