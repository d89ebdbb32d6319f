import { z } from "zod";
import { type Noun, parsePublicId } from "@/lib/ids";

/** An id in a path, query or body: `int_…` (or the bare uuid) in, uuid out. */
export function publicId(noun: Noun) {
  return z
    .string()
    .max(80)
    .transform((text, issues) => {
      const id = parsePublicId(noun, text);
      if (id) return id;
      issues.addIssue({ code: "custom", message: `Not an id of a ${noun}.` });
      return z.NEVER;
    });
}

/** Query fields of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(1000).optional(),
};

/** The answer of every list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), next_cursor: z.string().nullable() });
}
