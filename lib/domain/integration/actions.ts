"use server";
import { serverAction } from "@/lib/actions/server-action";
import { connectWithFields } from "./connect-with-fields";
import { createIntegration } from "./create-integration";
import { pauseIntegration } from "./pause-integration";
import { removeIntegration } from "./remove-integration";
import { resumeIntegration } from "./resume-integration";
import {
  ConnectWithFields,
  CreateIntegration,
  OneIntegration,
  PauseIntegration,
  StartOauth,
  UpdateIntegration,
} from "./schema";
import { startOauth } from "./start-oauth";
import { testConnection } from "./test-connection";
import { updateIntegration } from "./update-integration";

export const createIntegrationAction = serverAction(CreateIntegration, createIntegration);
export const updateIntegrationAction = serverAction(UpdateIntegration, updateIntegration);
export const removeIntegrationAction = serverAction(OneIntegration, removeIntegration);
export const connectWithFieldsAction = serverAction(ConnectWithFields, connectWithFields);
export const startOauthAction = serverAction(StartOauth, startOauth);
export const testConnectionAction = serverAction(OneIntegration, testConnection);
export const pauseIntegrationAction = serverAction(PauseIntegration, pauseIntegration);
export const resumeIntegrationAction = serverAction(OneIntegration, resumeIntegration);
