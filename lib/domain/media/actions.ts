"use server";
import { serverAction } from "@/lib/actions/server-action";
import { describeMedia } from "./describe-media";
import { DescribeMedia } from "./schema";

export const describeMediaAction = serverAction(DescribeMedia, describeMedia);
