import { demoAccount, expect, signIn, test } from "../../fixtures/test";
import { ComposerPage } from "../../pages/composer-page";
import { ConnectPage } from "../../pages/connect-page";

test.describe.configure({ mode: "serial", timeout: 180_000 });

test("a newcomer connects, sees contacts arrive, publishes, and watches it", async ({ page, context }) => {
  await signIn(page, demoAccount());
  await expect(page.getByText("Connect your first platform")).toBeVisible();

  const connect = new ConnectPage(page);
  await test.step("connects a WordPress by its form", () => connect.connectSandboxWordpress());

  await test.step("connects HubSpot by consent and sees the count climb", async () => {
    await connect.answerHubspot("Grant");
    await expect(connect.readCount).toBeVisible({ timeout: 30_000 });
    const seen = new Set<string>();
    await expect
      .poll(
        async () => {
          seen.add((await connect.readCount.textContent()) ?? "");
          return page.getByText(/^Done: /).isVisible();
        },
        { timeout: 90_000, intervals: [200] },
      )
      .toBe(true);
    expect(seen.size, "the count moved while looking").toBeGreaterThan(1);
    await expect(page.getByText("5,200 of 5,200")).toBeVisible();
  });

  await test.step("finds the contacts among the records", async () => {
    await page.getByRole("link", { name: "See the records" }).click();
    await expect(page.getByText(/of 5,200 records/)).toBeVisible();
    await page.getByRole("button", { name: "Load more" }).click();
    await expect(page.getByText("100 of 5,200 records")).toBeVisible();
  });

  const title = `Demo article ${Date.now()}`;
  const url = await test.step("writes and publishes an article with a picture", async () => {
    const composer = new ComposerPage(page);
    await composer.write({
      title,
      body: "## Why it matters\n\nContacts that **drift apart** cost time.\n\n- one place to look\n- one owner",
      excerpt: "A short demo list.",
      pictureAlt: "A plain blue demo picture",
    });
    return composer.publish();
  });

  await test.step("finds it on the public site", async () => {
    const site = await context.newPage();
    await site.goto(url);
    await expect(site.getByRole("heading", { name: title })).toBeVisible();
    await expect(site.getByText("drift apart")).toBeVisible();
    const picture = site.getByRole("img", { name: "A plain blue demo picture" });
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320);
    await site.close();
  });

  await test.step("watches all of it on the monitor", async () => {
    await page.goto("/integrations/monitor");
    await expect(page.getByRole("link", { name: /HubSpot/ }).first()).toContainText("Done");
    await expect(page.getByText(/Sync finished/).first()).toBeVisible();
    await page.goto("/integrations/monitor/calls");
    await expect(page.getByRole("cell", { name: /contacts\.list/ }).first()).toBeVisible();
  });

  await test.step("sees healthy cards on the overview", async () => {
    await page.goto("/integrations");
    await expect(page.getByRole("article").filter({ hasText: "Connected" })).toHaveCount(2);
  });
});

test("settings are changed with a diff, and a second tab sees it live", async ({ page, context }) => {
  await signIn(page, demoAccount());
  await page.goto("/integrations/configure");
  await page.getByRole("link", { name: /WordPress/ }).click();
  const other = await context.newPage();
  await other.goto("/integrations/configure");
  await expect(other.getByText("Live", { exact: true })).toBeVisible();

  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Demo blog");
  const bar = page.getByRole("region", { name: "Unsaved changes" });
  await expect(bar).toContainText("WordPress");
  await expect(bar).toContainText("Demo blog");
  await page.getByRole("link", { name: "Monitor" }).click();
  await expect(page.getByRole("dialog", { name: "Leave without saving?" })).toBeVisible();
  await page.getByRole("button", { name: "Stay here" }).click();
  await bar.getByRole("button", { name: "Save changes" }).click();
  await expect(bar).toBeHidden();

  await expect(other.getByText("Demo blog")).toBeVisible();
});
