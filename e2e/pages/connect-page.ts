import { expect, type Page } from "@playwright/test";

/** The wizard that connects one platform. */
export class ConnectPage {
  constructor(private readonly page: Page) {}

  async connectSandboxWordpress(): Promise<void> {
    await this.page.goto("/integrations/add/wordpress");
    await this.page.getByRole("button", { name: "Use the sandbox site" }).click();
    await this.page.getByRole("button", { name: "Connect WordPress" }).click();
    await this.expectSynced();
  }

  /** Opens the consent page in its own window and answers it. */
  async answerHubspot(answer: "Grant" | "Deny"): Promise<void> {
    await this.page.goto("/integrations/add/hubspot");
    const opened = this.page.waitForEvent("popup");
    await this.page.getByRole("button", { name: "Connect with HubSpot" }).click();
    const consent = await opened;
    await consent.waitForURL(/oauth\/authorize/);
    const closed = consent.waitForEvent("close");
    await consent
      .getByRole("button", { name: answer === "Grant" ? /connect app|grant|allow/i : /cancel|deny/i })
      .click();
    await closed;
  }

  get readCount() {
    return this.page.locator("p", { hasText: /records read$/ }).first();
  }

  async expectSynced(): Promise<void> {
    await expect(this.page.getByText(/^Done: [\d,]+ records are in step\.$/)).toBeVisible({
      timeout: 60_000,
    });
  }
}
