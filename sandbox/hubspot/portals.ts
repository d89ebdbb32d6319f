export interface DemoPortal {
  key: "north" | "south";
  id: number;
  name: string;
  domain: string;
  timeZone: string;
  currency: string;
}

const north: DemoPortal = {
  key: "north",
  id: 48_200_001,
  name: "Demo Portal North",
  domain: "demo-portal-north.example.test",
  timeZone: "Europe/Helsinki",
  currency: "EUR",
};

const south: DemoPortal = {
  key: "south",
  id: 48_200_002,
  name: "Demo Portal South",
  domain: "demo-portal-south.example.test",
  timeZone: "US/Eastern",
  currency: "USD",
};

export const demoPortals: [DemoPortal, DemoPortal] = [north, south];
