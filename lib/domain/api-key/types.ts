export interface ApiKeyItem {
  apiKeyId: string;
  name: string;
  /** How the key begins: `cns_AbC1dEf2`. */
  prefix: string;
  scopes: string[];
  state: "active" | "expired" | "revoked";
  createdBy: string;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
}

export interface NewApiKey {
  apiKeyId: string;
  /** Shown once: only its hash is stored. */
  key: string;
  prefix: string;
  expiresAt: string | null;
}
