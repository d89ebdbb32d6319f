import { expect, signUp, test } from "../../fixtures/test";

test("sign-in, palette and jumps need no mouse", async ({ page, browser }) => {
  const { email, password } = await signUp(page);
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const bare = await context.newPage();
  await bare.goto("/sign-in");
  await expect(bare.getByLabel("E-mail")).toBeFocused();
  await bare.keyboard.type(email);
  await bare.keyboard.press("Tab");
  await bare.keyboard.type(password);
  await bare.keyboard.press("Enter");
  await expect(bare).toHaveURL(/\/integrations$/);

  await bare.keyboard.press("Tab");
  await expect(bare.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await bare.keyboard.press("Enter");
  await expect(bare.locator("#main")).toBeFocused();

  await bare.keyboard.press("Control+k");
  const palette = bare.getByRole("dialog", { name: "Search and commands" });
  await expect(palette).toBeVisible();
  await bare.keyboard.type("api keys");
  await bare.keyboard.press("Enter");
  await expect(bare).toHaveURL(/\/settings\/api-keys$/);
  await expect(palette).toBeHidden();

  await bare.keyboard.press("g");
  await bare.keyboard.press("m");
  await expect(bare).toHaveURL(/\/integrations\/monitor$/);
  await bare.keyboard.press("?");
  await expect(bare.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await bare.keyboard.press("Escape");
  await bare.keyboard.press("g");
  await bare.keyboard.press("a");
  await expect(bare).toHaveURL(/\/integrations\/add$/);
  await expect(bare.getByRole("searchbox", { name: "Search platforms" })).toBeVisible();
  await bare.keyboard.press("/");
  await expect(bare.getByRole("searchbox", { name: "Search platforms" })).toBeFocused();
  await bare.keyboard.type("wordp");
  await expect(bare).toHaveURL(/q=wordp/);
  await expect(bare.getByRole("link", { name: "HubSpot" })).toHaveCount(0);
  await context.close();
});

test("the theme is remembered and never flashes", async ({ page }) => {
  await signUp(page);
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveClass(/dark/);
  await page.goto("/content", { waitUntil: "commit" });
  // Set by the inline script before anything is painted.
  await page.waitForSelector("body", { state: "attached" });
  await expect(page.locator("html")).toHaveClass(/dark/);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");
});
