"use server";
import { serverAction } from "@/lib/actions/server-action";
import { archiveContent } from "./archive-content";
import { saveContent } from "./save-content";
import { OneContent, SaveContent } from "./schema";

export const saveContentAction = serverAction(SaveContent, saveContent);
export const archiveContentAction = serverAction(OneContent, archiveContent);
