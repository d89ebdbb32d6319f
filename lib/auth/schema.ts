import { z } from "zod";
import { passwordLength } from "./password-rules";

const email = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email({ message: "This is not an e-mail address." }));

export const personName = z
  .string()
  .trim()
  .min(1, { message: "Your name is missing." })
  .max(100, { message: "Use at most 100 characters." });

export const signInInput = z.object({
  email,
  // Longer than any accepted password is not hashed at all.
  password: z.string().min(1, { message: "The password is missing." }).max(1024),
});
export type SignInInput = z.infer<typeof signInInput>;

export const signUpInput = z.strictObject({
  name: personName,
  email,
  password: z
    .string()
    .min(passwordLength.least, { message: `Use at least ${passwordLength.least} characters.` })
    .max(512),
  workspaceName: z.string().trim().min(1).max(80).optional(),
  /** From an invitation link; joins that workspace instead of making one. */
  inviteToken: z.string().max(100).optional(),
});
export type SignUpInput = z.infer<typeof signUpInput>;
