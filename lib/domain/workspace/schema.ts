import { z } from "zod";

export const workspaceName = z
  .string()
  .trim()
  .min(1, { message: "The workspace needs a name." })
  .max(80, { message: "Use at most 80 characters." });

const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, { message: "This is not a time zone, such as Europe/Berlin." });

export const createWorkspaceInput = z.strictObject({ name: workspaceName });
export type CreateWorkspaceInput = z.infer<typeof createWorkspaceInput>;

export const updateWorkspaceInput = z
  .strictObject({ name: workspaceName.optional(), timeZone: timeZone.optional() })
  .refine((input) => Object.keys(input).length > 0, { message: "Nothing to change." });
export type UpdateWorkspaceInput = z.infer<typeof updateWorkspaceInput>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
