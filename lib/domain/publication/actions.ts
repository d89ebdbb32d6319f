"use server";
import { serverAction } from "@/lib/actions/server-action";
import { cancelPublication } from "./cancel-publication";
import { checkContent } from "./check-content";
import { publishContent } from "./publish-content";
import { retryPublication } from "./retry-publication";
import { CheckContent, OnePublication, PublishContent } from "./schema";

export const publishContentAction = serverAction(PublishContent, publishContent);
export const checkContentAction = serverAction(CheckContent, checkContent);
export const retryPublicationAction = serverAction(OnePublication, retryPublication);
export const cancelPublicationAction = serverAction(OnePublication, cancelPublication);
