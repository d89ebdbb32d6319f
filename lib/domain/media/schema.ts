import { z } from "zod";
import { parsePublicId } from "@/lib/ids";

export const maxMediaBytes = 10 * 1024 * 1024;

/** `med_…` or a bare uuid; the parsed value is the uuid. */
export const MediaId = z.string().transform((value, check) => {
  const id = parsePublicId("media", value);
  if (id) return id;
  check.addIssue({ code: "custom", message: "This is not the id of a picture." });
  return z.NEVER;
});

export const SaveMedia = z.strictObject({
  fileName: z.string().trim().min(1, "Give the file a name.").max(200),
  /** What the sender says it is; the bytes decide. */
  mime: z.string().max(100).optional(),
  alt: z.string().trim().max(500).default(""),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array, "Send the file."),
});
export type SaveMedia = z.input<typeof SaveMedia>;

export const DescribeMedia = z.strictObject({ mediaId: MediaId, alt: z.string().trim().max(500) });
export type DescribeMedia = z.input<typeof DescribeMedia>;

export const ListMedia = z.strictObject({
  q: z.string().trim().max(200).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(100).default(25),
});
export type ListMedia = z.input<typeof ListMedia>;
