import { demoAccount, expect, signUp, test } from "../../fixtures/test";

test("without a session every page leads to sign-in and back", async ({ page }) => {
  await page.goto("/settings/members");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fsettings%2Fmembers/);
  const { email, password } = demoAccount();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/settings\/members$/);
  await expect(page.getByText(email)).toBeVisible();
});

test.describe("wrong password", () => {
  test.use({ expectedErrors: [/401/] });

  test("says so and lets one try again", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(demoAccount().email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page).toHaveURL(/\/sign-in/);
  });
});

test.describe("signing out", () => {
  // The other tab takes over the live stream when the first one leaves, and learns by its 401 that nobody is signed in.
  test.use({ expectedErrors: [/401.*\/api\/live\//] });

  test("sends every tab to the sign-in page", async ({ page, context }) => {
    await signUp(page);
    const other = await context.newPage();
    await other.goto("/content");
    await expect(other.getByText("Live", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await expect(other).toHaveURL(/\/sign-in/);
  });
});

test("an invited colleague joins with the link, once", async ({ page, browser }) => {
  await signUp(page, "Demo inviting workspace");
  await page.goto("/settings/members");
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByLabel("Invitation link").textContent();

  const stranger = await browser.newContext();
  const guest = await stranger.newPage();
  await guest.goto(link ?? "");
  await expect(guest.getByRole("heading", { name: "Join Demo inviting workspace" })).toBeVisible();
  await guest.getByLabel("Your name").fill("Demo Guest");
  await guest.getByLabel("E-mail").fill(`demo-guest-${Date.now()}@example.test`);
  await guest.getByLabel("Password").fill("amber-window-tree-7");
  await guest.getByRole("button", { name: "Join" }).click();
  await expect(
    guest.getByRole("button", { name: "Workspace Demo inviting workspace" }).first(),
  ).toBeVisible();
  await guest.goto(link ?? "");
  await expect(guest.getByText("This invitation does not work any more")).toBeVisible();
  await stranger.close();
});

test.describe("another workspace", () => {
  test.use({ expectedErrors: [/404/] });

  test("cannot open what is not theirs", async ({ page, browser }) => {
    await signUp(page, "Demo owner workspace");
    await page.goto("/content/new");
    await page.getByLabel("Title").fill("Demo secret");
    await page.getByLabel("Text", { exact: true }).fill("For our eyes.");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page).toHaveURL(/\/content\/cnt_/);
    const address = page.url();

    const context = await browser.newContext();
    const foreign = await context.newPage();
    await signUp(foreign, "Demo foreign workspace");
    await foreign.goto(address);
    await expect(foreign.getByText("There is nothing at this address")).toBeVisible();
    await expect(foreign.getByText("For our eyes.")).toHaveCount(0);
    await context.close();
  });
});

test("a person works in two workspaces without mixing them", async ({ page }) => {
  await signUp(page, "Demo first");
  await page.goto("/settings");
  await page.getByLabel("Name of the new workspace").fill("Demo second");
  await page.getByRole("button", { name: "Make a workspace" }).click();
  await expect(page.getByRole("button", { name: "Workspace Demo second" }).first()).toBeVisible();
  await page.getByRole("button", { name: "Workspace Demo second" }).first().click();
  await page.getByRole("menuitem", { name: /Demo first/ }).click();
  await expect(page.getByRole("button", { name: "Workspace Demo first" }).first()).toBeVisible();
});
