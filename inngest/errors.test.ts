import { NonRetriableError, RetryAfterError } from "inngest";
import { expect, test } from "vitest";
import { failureKinds } from "@/drizzle/schema/enums";
import { failureAdvice, ProviderFailure } from "@/lib/connectors/kit/failure";
import { AppError } from "@/lib/errors";
import { job, toJobError } from "./errors";

test("a provider's failure is tried again exactly when waiting can help", () => {
  for (const kind of failureKinds) {
    const failure = new ProviderFailure(kind, "it failed");
    const transient = failureAdvice[kind].transient;
    expect([kind, toJobError(failure) instanceof NonRetriableError]).toEqual([kind, !transient]);
  }
});

test("a known wait is kept to the second, also for our own limits", () => {
  const limited = toJobError(new ProviderFailure("rate_limited", "slow down", { retryAfterS: 42.2 }));
  expect(limited).toBeInstanceOf(RetryAfterError);
  expect((limited as RetryAfterError).retryAfter).toBe("43");
  const busy = toJobError(new AppError("unavailable", { message: "busy", retryAfterS: 0 }));
  expect((busy as RetryAfterError).retryAfter).toBe("1");
});

test("our refusals end the step; what nobody foresaw is tried again as it is", async () => {
  expect(toJobError(new AppError("not_found", { message: "gone" }))).toBeInstanceOf(NonRetriableError);
  const bug = new TypeError("undefined is not a function");
  expect(toJobError(bug)).toBe(bug);
  await expect(job(() => Promise.reject(bug))()).rejects.toBe(bug);
  await expect(job(async () => 7)()).resolves.toBe(7);
});
