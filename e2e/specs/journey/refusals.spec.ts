import { expect, signUp, test } from "../../fixtures/test";
import { ConnectPage } from "../../pages/connect-page";

test("a wrong application password is told at its field, and nothing is kept", async ({ page }) => {
  await signUp(page);
  await page.goto("/integrations/add/wordpress");
  await page.getByRole("button", { name: "Connect WordPress" }).click();
  await expect(page.getByText("Site address is missing.")).toBeVisible();
  await expect(page.getByLabel("Site address")).toBeFocused();

  await page.getByRole("button", { name: "Use the sandbox site" }).click();
  await page.getByLabel("Application password", { exact: true }).fill("wron GWRO NGwr ongW RONG wron");
  await page.getByRole("button", { name: "Connect WordPress" }).click();
  await expect(page.getByText(/application password was not accepted/)).toBeVisible();
  await expect(page.getByLabel("Application password", { exact: true })).toBeFocused();

  await page.goto("/integrations");
  await expect(page.getByText("Connect your first platform")).toBeVisible();
});

test("a denied consent has its own words, and connecting again works", async ({ page }) => {
  await signUp(page);
  const connect = new ConnectPage(page);
  await connect.answerHubspot("Deny");
  await expect(page.getByText("The access was not allowed")).toBeVisible();
  await expect(page.getByRole("button", { name: "Connect with HubSpot" })).toBeEnabled();
});

test("a platform's answer that nobody asked for connects nothing", async ({ page }) => {
  await signUp(page);
  await page.goto("/api/oauth/hubspot/callback?code=made-up&state=made-up");
  await expect(page.getByRole("heading", { name: "This answer was not asked for" })).toBeVisible();
});

test("an article without a title or a place says what is missing", async ({ page }) => {
  await signUp(page);
  await page.goto("/content/new");
  await expect(page.getByRole("link", { name: "Connect a place to publish" })).toBeVisible();
  await page.getByLabel("Text", { exact: true }).fill("Only a text.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Give it a title.")).toBeVisible();
  await page.getByLabel("Title").fill("Demo draft");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved, version 1")).toBeVisible();
  await expect(page).toHaveURL(/\/content\/cnt_/);
});
