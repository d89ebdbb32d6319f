import type { HealthFacts } from "../facts";
import type { Finding } from "../types";
import { type Assessment, finding, percent, scored, unscored } from "./finding";

export function assessAuthentication(facts: HealthFacts): Assessment {
  const name = "authentication";
  if (facts.status === "pending") {
    return { metric: unscored(name, "no_data", "Not connected yet."), findings: [] };
  }
  const refused = facts.lastTest?.layers.find(
    (layer) => layer.layer === "authenticate" && layer.state === "failed",
  );
  if (facts.status === "needs_reconnect" || facts.status === "quarantined" || facts.accessEnded || refused) {
    const why = refused?.detail ?? facts.statusReason ?? "The access has ended.";
    const broken = finding(name, "auth.broken", "critical", {
      title: `${facts.displayName} no longer accepts our access`,
      detail: why,
      fix: "reconnect",
      text: "Reconnect the integration; settings and history stay.",
    });
    return { metric: scored(name, 0, why), findings: [broken] };
  }
  if (facts.refreshRefusedDays > 0) {
    const detail = `Renewing the access was refused on ${facts.refreshRefusedDays} of 4 days.`;
    const refusing = finding(name, "auth.renewal_refused", "high", {
      title: "The access may end soon",
      detail,
      fix: "reconnect",
      text: "Reconnect now, before it stops working.",
    });
    return { metric: scored(name, 50, detail), findings: [refusing] };
  }
  if (!facts.lastTest && facts.calls24h.total === 0) {
    return { metric: unscored(name, "no_data", "Not tried yet."), findings: [] };
  }
  return { metric: scored(name, 100, "The platform accepts our access."), findings: [] };
}

const enoughCalls = 10;

export function assessErrorRate({ calls24h }: HealthFacts): Assessment {
  const name = "error_rate";
  const { total, failed, rateLimited } = calls24h;
  if (total < enoughCalls) {
    const detail = `${total} calls in 24 hours; a rate needs at least ${enoughCalls}.`;
    return { metric: unscored(name, "no_data", detail), findings: [] };
  }
  const share = failed / total;
  const detail = `${failed} of ${total} calls failed in 24 hours (${percent(share)}).`;
  const findings: Finding[] = [];
  const severity = share >= 0.25 ? "high" : share >= 0.05 ? "medium" : share >= 0.02 ? "low" : null;
  if (severity) {
    findings.push(
      finding(name, "errors.rate", severity, {
        title: `${percent(share)} of the calls fail`,
        detail,
        fix: "test",
        text: "Test the connection to see which part fails.",
      }),
    );
  }
  if (rateLimited / total >= 0.05) {
    findings.push(
      finding(name, "errors.rate_limited", "medium", {
        title: "The platform often asks us to slow down",
        detail: `${rateLimited} of ${total} calls met the platform's limit in 24 hours.`,
        fix: "configure",
        text: "Lower the calls per minute, or sync less often.",
      }),
    );
  }
  return { metric: scored(name, 100 - share * 200, detail), findings };
}

export function assessConfiguration(facts: HealthFacts): Assessment {
  const name = "configuration";
  if (facts.status === "pending") {
    return { metric: unscored(name, "no_data", "Not connected yet."), findings: [] };
  }
  const findings = [
    ...statusFindings(facts),
    ...scopeFindings(facts),
    ...layerFindings(facts),
    ...addressFindings(facts),
  ];
  const score = 100 - findings.reduce((sum, one) => sum + one.points * 2, 0);
  const detail =
    findings.length === 0 ? "Nothing to correct." : `${findings.length} to correct: ${findings[0]?.title}.`;
  return { metric: scored(name, score, detail), findings };
}

function statusFindings(facts: HealthFacts): Finding[] {
  if (facts.status === "paused") {
    const since = facts.statusSince.toISOString().slice(0, 10);
    return [
      finding("configuration", "config.paused", "low", {
        title: "Paused",
        detail: `Paused since ${since}: nothing is synced or published.`,
        fix: "resume",
        text: "Resume it when you want it to go on.",
      }),
    ];
  }
  if (facts.status !== "error") return [];
  return [
    finding("configuration", "config.error", "critical", {
      title: "The connection does not work",
      detail: facts.statusReason ?? "The last test failed.",
      fix: "test",
      text: "Correct what the test names, then test again.",
    }),
  ];
}

function scopeFindings(facts: HealthFacts): Finding[] {
  return facts.missingScopes.map(({ text, required }) =>
    finding("configuration", "config.missing_scope", required ? "high" : "low", {
      title: `Not allowed: ${text.toLowerCase()}`,
      detail: "The connected account did not give this permission.",
      fix: "reconnect",
      text: "Reconnect and allow it, if you need it.",
    }),
  );
}

function layerFindings({ lastTest }: HealthFacts): Finding[] {
  const layers = lastTest?.layers ?? [];
  return layers
    .filter((layer) => layer.state === "failed" && layer.layer !== "authenticate" && layer.layer !== "reach")
    .filter((layer) => layer.layer !== "scopes")
    .map((layer) =>
      finding("configuration", `config.test_${layer.layer}`, "medium", {
        title: `Check failed: ${layer.label}`,
        detail: layer.detail,
        fix: "test",
        text: layer.fix ?? "Correct it, then test again.",
      }),
    );
}

function addressFindings(facts: HealthFacts): Finding[] {
  const open = Object.values(facts.config).find((value) => value.startsWith("http://"));
  if (!open || facts.isSandbox || ["localhost", "127.0.0.1", "[::1]"].includes(new URL(open).hostname))
    return [];
  return [
    finding("configuration", "config.plain_http", "high", {
      title: "The address is not encrypted",
      detail: "Credentials travel readable for others, because the address begins with http://.",
      fix: "reconnect",
      text: "Set up https on the site, then reconnect with the https:// address.",
    }),
  ];
}
